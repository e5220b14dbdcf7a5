import { expect, test } from "vitest";
import { inputsOf, type NamedInput } from "#server/domain/roi/fields.ts";
import type { Input } from "#server/domain/roi/input.ts";
import { anAutomation, aScenario } from "#server/domain/roi/scenario.fixture.ts";
import { sliderOf, withValue } from "./edit-input.ts";

const EDITOR = { by: "Ops lead", today: "2026-04-01" };
const MEASURED: Input = {
  value: 4,
  distribution: { kind: "interval", low: 3, high: 6 },
  evidence: "bounds",
  source: { kind: "measure", measure: "minutes", auditId: null, workflow: "returns", activity: null, from: "a", to: "b", count: 70 },
};

function named(field: string, changes: Parameters<typeof anAutomation>[0] = {}): NamedInput {
  const found = inputsOf(aScenario({ automations: [anAutomation(changes)] })).find((input) => input.field === field);
  if (!found) throw new Error(`no ${field}`);
  return found;
}

test("what a person sets is assumed, says who set it, and its range moves along", () => {
  const minutes = named("minutesPerTouch", { minutesPerTouch: MEASURED });
  // Half of 4 is 2; the range 3 to 6 halves to 1.5 to 3.
  expect(withValue(minutes, 2, MEASURED, EDITOR)).toEqual({
    value: 2,
    distribution: { kind: "interval", low: 1.5, high: 3 },
    evidence: "assumed",
    source: { kind: "entry", by: "Ops lead", at: "2026-04-01", note: "Set by hand in place of what was measured" },
  });
});

test("back at the saved value it is what it was, measured", () => {
  const minutes = named("minutesPerTouch", { minutesPerTouch: { ...MEASURED, value: 5, evidence: "assumed" } });
  expect(withValue(minutes, 4, MEASURED, EDITOR)).toBe(MEASURED);
});

test("a value and its range stay within what the input may be", () => {
  const share: Input = { ...MEASURED, value: 0.6, distribution: { kind: "pert", low: 0.4, high: 0.8 } };
  const automatable = named("automatableShare", { automatableShare: share });
  expect(withValue(automatable, 0.9, share, EDITOR).distribution).toMatchObject({ kind: "pert", high: 1 });
  expect(withValue(automatable, 1.7, share, EDITOR).value).toBe(1);
  expect(withValue(named("startMonth"), 2.6, MEASURED, EDITOR).value).toBe(3);
});

test("at 0 there is no range left to move", () => {
  const share: Input = { ...MEASURED, value: 0.6, distribution: { kind: "pert", low: 0.4, high: 0.8 } };
  expect(withValue(named("automatableShare", { automatableShare: share }), 0, share, EDITOR).distribution).toEqual({ kind: "point" });
});

test("a slider reaches above today's value and its range", () => {
  expect(sliderOf(named("minutesPerTouch", { minutesPerTouch: MEASURED }))).toEqual({ min: 0, max: 10, step: 0.05 });
  expect(sliderOf(named("riskFactor"))).toEqual({ min: 0, max: 1, step: 0.01 });
  expect(sliderOf(named("startMonth"))).toEqual({ min: 0, max: 25, step: 1 });
});
