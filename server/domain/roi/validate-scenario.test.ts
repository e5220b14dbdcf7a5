import { describe, expect, test } from "vitest";
import { assumed } from "./input.ts";
import { anAutomation, aScenario } from "./scenario.fixture.ts";
import type { Automation } from "./scenario.ts";
import { validateScenario } from "./validate-scenario.ts";

const wrong = (changes: Partial<Automation>) =>
  validateScenario(aScenario({ automations: [anAutomation(changes)] })).map((error) => error.path);

describe("validation names the wrong field", () => {
  test("the check values are a valid scenario", () => {
    expect(validateScenario(aScenario())).toEqual([]);
  });

  test("a share above 1, a negative volume and a number that is none", () => {
    expect(wrong({ automatableShare: assumed(1.2) })).toEqual(["automations.0.automatableShare.value"]);
    expect(wrong({ volumePerMonth: assumed(-1) })).toEqual(["automations.0.volumePerMonth.value"]);
    expect(wrong({ minutesPerTouch: assumed(Number.NaN) })).toEqual(["automations.0.minutesPerTouch.value"]);
  });

  test("a range that does not hold its value, runs backwards or leaves the possible", () => {
    const ranged = (value: number, low: number, high: number) => ({
      ...assumed(value),
      distribution: { kind: "triangular", low, high } as const,
    });
    expect(wrong({ minutesPerTouch: ranged(5, 6, 9) })).toEqual(["automations.0.minutesPerTouch.distribution"]);
    expect(wrong({ minutesPerTouch: ranged(5, 9, 4) })).toEqual(["automations.0.minutesPerTouch.distribution"]);
    expect(wrong({ riskFactor: ranged(0.9, 0.8, 1.1) })).toEqual(["automations.0.riskFactor.distribution"]);
    expect(wrong({ minutesPerTouch: ranged(5, 4, 9) })).toEqual([]);
  });

  test("a lognormal below zero, or of something that has an upper limit", () => {
    const lognormal = (value: number, p10: number, p90: number) => ({
      ...assumed(value),
      distribution: { kind: "lognormal", p10, p90 } as const,
    });
    expect(wrong({ volumePerMonth: lognormal(5, 0, 9) })).toEqual(["automations.0.volumePerMonth.distribution"]);
    expect(wrong({ leakageShare: lognormal(0.1, 0.05, 0.2) })).toEqual(["automations.0.leakageShare.distribution"]);
    expect(wrong({ buildCostMinor: lognormal(5, 3, 9) })).toEqual([]);
  });

  test("hours that go to more than all, or to work without a name", () => {
    const capture = { ...anAutomation().capture, redeployedShare: assumed(0.5), redeployedTo: " " };
    expect(wrong({ capture })).toEqual(["automations.0.capture", "automations.0.capture.redeployedTo"]);
  });

  test("a start in the middle of a month", () => {
    expect(wrong({ startMonth: assumed(1.5) })).toEqual(["automations.0.startMonth.value"]);
  });

  test("an empty ramp table", () => {
    expect(wrong({ ramp: { kind: "table", shares: [] } })).toEqual(["automations.0.ramp.shares"]);
  });

  test("two automations of the same id, an unknown date, a currency in words", () => {
    const scenario = aScenario({ currency: "dollar", asOf: "yesterday", automations: [anAutomation(), anAutomation()] });
    expect(validateScenario(scenario).map((error) => error.path)).toEqual(["currency", "asOf", "automations.1.id"]);
  });

  test("the baseline too", () => {
    const scenario = aScenario({
      baseline: [
        {
          workflowId: "returns",
          title: "Returns",
          loadedRateMinorPerHour: assumed(3_500),
          labour: [{ activity: "inspect", touchesPerWeek: assumed(-1), minutesPerTouch: assumed(1) }],
          rework: [],
          delay: [],
          cashLoss: [],
        },
      ],
    });
    expect(validateScenario(scenario).map((error) => error.path)).toEqual(["baseline.0.labour.0.touchesPerWeek.value"]);
  });
});
