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

const SINCE = new Date("2026-03-02T08:00:00Z");
const ACTS = [{ since: SINCE, until: null }];

function markupOf(method: "regression" | "too early", stretches: readonly { since: Date; until: Date | null }[] = ACTS): string {
  const known = method === "regression";
  const money: Figure = { ...hours("Money realised", null), unit: { kind: "money", currency: "USD" } };
  return renderToStaticMarkup(
    <FormatProvider format={{ locale: "en-GB", timeZone: "UTC", currency: "USD" }}>
      <AutomationValue
        value={{
          name: "Order exceptions",
          workflow: "order-exceptions",
          since: SINCE,
          until: stretches.at(-1)!.until,
          stretches: [...stretches],
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

test("says when it acted, and of one that stepped down and began again that the days between are not counted", () => {
  const words = (...stretches: { since: Date; until: Date | null }[]) => markupOf("regression", stretches).replaceAll(/<[^>]+>/g, "");
  const [down, again, end] = [new Date("2026-03-10T08:00:00Z"), new Date("2026-03-20T08:00:00Z"), new Date("2026-03-30T08:00:00Z")];
  expect(words({ since: SINCE, until: null })).toMatch(/acting since 2 Mar[^;]*\. Measured/);
  expect(words({ since: SINCE, until: down })).toMatch(/acted from 2 Mar.* to 10 Mar[^;]*\. Measured/);
  expect(words({ since: SINCE, until: down }, { since: again, until: null })).toMatch(
    /acted from 2 Mar.* to 10 Mar.* and again since 20 Mar.*; the days between are not counted\..*Hours returned while it acted/,
  );
  expect(words({ since: SINCE, until: down }, { since: again, until: end })).toMatch(/to 10 Mar.* and from 20 Mar.* to 30 Mar/);
});
