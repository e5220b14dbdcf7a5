import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { ReplyForm } from "./reply-form.tsx";

const line = (id: string, expectedOn: string | null) => ({ id, sku: `SKU-${id}`, quantity: 5, expectedOn });
const shown = (...lines: ReturnType<typeof line>[]) =>
  renderToStaticMarkup(
    <FormatProvider format={{ locale: "en-US", timeZone: "UTC", currency: "USD" }}>
      <ReplyForm token="t" lines={lines} today="2026-11-22" />
    </FormatProvider>,
  );

test("a day that is still to come stands as ordered, and left as it is confirms the order", () => {
  const page = shown(line("1", "2026-11-22"));
  expect(page).toMatch(/name="day-1"[^>]*value="2026-11-22"|value="2026-11-22"[^>]*name="day-1"/);
  expect(page).toContain("Left as it is, the answer confirms the order.");
});

test("a day that has passed is asked for anew, and nothing is confirmed by leaving it", () => {
  const page = shown(line("1", "2026-11-21"), line("2", "2026-12-04"));
  expect(page).not.toContain('value="2026-11-21"');
  expect(page).toContain("The day it was ordered for has passed.");
  expect(page).toContain('min="2026-11-22"');
  expect(page).not.toContain("Left as it is");
});
