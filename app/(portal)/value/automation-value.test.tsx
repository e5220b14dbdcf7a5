import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import { AutomationValue } from "./automation-value.tsx";

function hours(label: string, value: number | null): Figure {
  return {
    label,
    value,
    unit: { kind: "hours" },
    range: null,
    provenance: { formula: "as measured", evidence: "timed", inputs: [], asOf: "2026-03-16" },
  };
}

function markupOf(method: "regression" | "too early"): string {
  const known = method === "regression";
  const money: Figure = { ...hours("Money realised", null), unit: { kind: "money", currency: "USD" } };
  return renderToStaticMarkup(
    <FormatProvider format={{ locale: "en-GB", timeZone: "UTC", currency: "USD" }}>
      <AutomationValue
        value={{
          name: "Order exceptions",
          workflow: "order-exceptions",
          since: new Date("2026-03-02T08:00:00Z"),
          until: null,
          approvals: 4,
          method,
          report: {
            hours: hours("Hours returned", known ? 20 : null),
            money,
            weeks: [
              { week: "2026-03-02", touches: 12, without: known ? 40 : null, hours: hours("Hours returned in the week", known ? 2 : null) },
            ],
            went: {
              captureShare: null,
              byUse: [hours("Hours: lost", 0)],
              notSaid: hours("Hours nobody has said anything about", known ? 20 : null),
            },
            bridge: null,
          },
        }}
      />
    </FormatProvider>,
  );
}

test("says how it was measured, that approvals are no touches, and what is missing for money and the bridge", () => {
  const markup = markupOf("regression");
  expect(markup).toContain("Measured against the days before");
  expect(markup).toContain("People approved 4 changes here; approving is not counted as a touch.");
  expect(markup).toContain("Known once you say where the hours went.");
  expect(markup).toContain("There is nothing to compare yet");
  expect(markup).toContain("without it that would have been about 40");
});

test("does not say a number before there is one", () => {
  const markup = markupOf("too early");
  expect(markup).toContain("It is too early to say");
  expect(markup).toContain("not known");
  expect(markup).not.toContain("about 0");
});
