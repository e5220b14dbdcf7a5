import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { neutralFormat } from "#app/ui/format/workspace-format.ts";
import { agreementOf } from "#server/domain/automations/agreement.ts";
import { BeforeAndAfter } from "./before-and-after.tsx";

const shown = (decisions: number, agreed: number, not: number) => ({
  decisions,
  agreement: agreementOf(Array.from({ length: agreed + not }, (_, index) => ({ agreed: index < agreed, severe: false, costMinor: 0 }))),
});
const said = (parts: { earlier: [number, number, number]; learnedFrom: [number, number, number]; since: [number, number, number] }) => {
  const learned = {
    decisions: 1_300,
    fromMs: Date.parse("2026-08-01T00:00:00Z"),
    untilMs: Date.parse("2026-10-30T00:00:00Z"),
    heldOut: null,
    earlier: shown(...parts.earlier),
    learnedFrom: shown(...parts.learnedFrom),
    since: shown(...parts.since),
  };
  const decisions = parts.earlier[0] + parts.learnedFrom[0] + parts.since[0];
  return renderToStaticMarkup(
    <FormatProvider format={neutralFormat}>
      <BeforeAndAfter learned={learned} decisions={decisions} />
    </FormatProvider>,
  ).replaceAll(/<[^>]*>/g, " ");
};

test("what the rules had seen stands apart from what came since, each with its interval and number", () => {
  const text = said({ earlier: [0, 0, 0], learnedFrom: [1_200, 990, 10], since: [110, 92, 8] });
  expect(text).toContain(
    "Of this back-test 1,200 of 1,310 decisions were taken then, and on those the rules agree better than on new ones.",
  );
  expect(text).toMatch(/What the rules were learned from .*1,200.*99 % \(98\.3 to 99\.4 %, n = 1,000\)/);
  expect(text).toMatch(/Taken since they were learned .*110.*92 % \([\d.]+ to [\d.]+ %, n = 100\)/);
  expect(text).not.toContain("Older than");
  expect(text).not.toContain("Run it again");
});

test("where nothing is new to the rules, that is said with what would show it", () => {
  const text = said({ earlier: [0, 0, 0], learnedFrom: [1_200, 990, 10], since: [0, 0, 0] });
  expect(text).toContain("Of this back-test all 1,200 decisions were taken then");
  expect(text).toContain("Run it again when some days have passed, or let it decide in shadow");
});

test("where all is new to them, nothing is said against it, and a part that they leave to people says so", () => {
  const text = said({ earlier: [40, 0, 0], learnedFrom: [0, 0, 0], since: [110, 92, 8] });
  expect(text).toContain("None of the decisions of this back-test were taken then.");
  expect(text).toMatch(/Older than what the rules were learned from .*the rules decide none of them/);
});
