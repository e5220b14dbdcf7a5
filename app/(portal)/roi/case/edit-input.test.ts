import { expect, test } from "vitest";
import { inputsOf, type NamedInput } from "#server/domain/roi/fields.ts";
import type { Input } from "#server/domain/roi/input.ts";
import { anAutomation, aScenario } from "#server/domain/roi/scenario.fixture.ts";
import { rampShare } from "#server/domain/roi/ramp.ts";
import { validateScenario, wrongWith } from "#server/domain/roi/validate-scenario.ts";
import { sliderOf, withValue } from "./edit-input.ts";
import { firstRange, rampLength, rampOf, withRange } from "./first-forms.ts";

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

test("a range set by hand keeps the value, is assumed, and is undone by the saved one", () => {
  const minutes = named("minutesPerTouch", { minutesPerTouch: MEASURED });
  const wider = withRange(minutes, { kind: "pert", low: 1, high: 9 }, MEASURED, EDITOR);
  expect(wider).toEqual({
    value: 4,
    distribution: { kind: "pert", low: 1, high: 9 },
    evidence: "assumed",
    source: { kind: "entry", by: "Ops lead", at: "2026-04-01", note: "Range set by hand in place of what was measured" },
  });
  expect(withRange({ ...minutes, input: wider }, MEASURED.distribution, MEASURED, EDITOR)).toBe(MEASURED);
  // A slider that comes back to the value it stands at does not bring the old range back.
  expect(withValue({ ...minutes, input: wider }, 4, MEASURED, EDITOR)).toBe(wider);
});

test("every form of range begins with ends that hold, for a value in the middle and at either end of what it may be", () => {
  const share = (value: number) => named("automatableShare", { automatableShare: { ...MEASURED, value, distribution: { kind: "point" } } });
  for (const input of [share(0), share(0.6), share(1), named("minutesPerTouch", { minutesPerTouch: MEASURED }), named("buildCostMinor")])
    for (const kind of ["point", "interval", "triangular", "pert"] as const) {
      const distribution = firstRange(kind, input);
      expect(distribution.kind).toBe(kind);
      expect(wrongWith({ ...input, input: { ...input.input, distribution } })).toEqual([]);
    }
  const build = named("buildCostMinor");
  expect(wrongWith({ ...build, input: { ...build.input, distribution: firstRange("lognormal", build) } })).toEqual([]);
});

test("each form of ramp begins as a valid scenario; the saved one comes back", () => {
  const saved = anAutomation();
  for (const kind of ["table", "exponential", "wright"] as const) {
    const ramp = rampOf(kind, undefined, EDITOR);
    expect(validateScenario(aScenario({ automations: [anAutomation({ ramp })] }))).toEqual([]);
    expect(rampShare(ramp, 12)).toBeGreaterThan(0.8);
  }
  expect(rampOf("table", saved, EDITOR)).toBe(saved.ramp);
});

test("a ramp table grows by a month as full as its last, and keeps one month at least", () => {
  const one = rampOf("table", undefined, EDITOR);
  const longer = rampLength(one, 1, EDITOR);
  expect(longer?.kind === "table" && longer.shares.map(({ value }) => value)).toEqual([0, 0.25, 0.5, 0.75, 1, 1]);
  let shortest = one;
  for (let left = rampLength(one, -1, EDITOR); left; left = rampLength(left, -1, EDITOR)) shortest = left;
  expect(shortest.kind === "table" && shortest.shares.length).toBe(1);
  expect(rampLength(rampOf("wright", undefined, EDITOR), 1, EDITOR)).toBeNull();
});
