import { describe, expect, test } from "vitest";
import { assumed } from "../roi/input.ts";
import type { Automation } from "../roi/scenario.ts";
import { valueReport, type ValueInputs } from "./value-report.ts";

const AVOIDED = { low: 240, point: 300, high: 360 };

/** Ten weeks: 300 touches avoided of 400, four minutes each. */
const given: ValueInputs = {
  workflow: "order-exceptions",
  title: "Order exceptions",
  work: {
    method: "regression",
    avoided: AVOIDED,
    daysBefore: 40,
    daysAfter: 70,
    touchesSince: 100,
    weeks: [
      { monday: 20_458, touches: 60, volume: 50, avoided: { low: 160, point: 200, high: 240 } },
      { monday: 20_465, touches: 40, volume: 25, avoided: { low: 80, point: 100, high: 120 } },
    ],
  },
  acted: [{ from: "2026-01-05", to: "2026-03-16", touches: 100 }],
  minutes: { perTouch: { low: 3, point: 4, high: 5 }, evidence: "timed", auditId: "a", from: "2025-12-01", to: "2026-03-01", touches: 900 },
  rate: { minorPerHour: 3_000, currency: "USD", evidence: "assumed", note: "Settings" },
  acts: { decisions: 200, acted: 160, undone: 3, approvals: 40 },
  used: [],
  modelled: null,
  asOf: "2026-03-16T00:00:00.000Z",
};

/** 52 touches a week by the case, five minutes, 60 % taken over, half of the hours avoid a hire, risk 0.9. */
const automation: Automation = {
  id: "order-exceptions",
  workflowId: "order-exceptions",
  title: "Order exceptions",
  volumePerMonth: assumed((52 * 52) / 12),
  minutesPerTouch: assumed(5),
  automatableShare: assumed(0.6),
  overlapShare: assumed(0),
  loadedRateMinorPerHour: assumed(3_000),
  capture: {
    redeployedShare: assumed(0),
    redeployedValueMinorPerHour: assumed(0),
    redeployedTo: "",
    avoidedHireShare: assumed(0.5),
    overtimeCutShare: assumed(0),
  },
  riskFactor: assumed(0.9),
  ramp: { kind: "table", shares: [assumed(1)] },
  buildCostMinor: assumed(0),
  licenceMinorPerMonth: assumed(0),
  maintenanceHoursPerMonth: assumed(0),
  exceptionHoursPerMonth: assumed(0),
  reviewHoursPerMonth: assumed(0),
  careRateMinorPerHour: assumed(3_000),
  leakageShare: assumed(0.1),
  startMonth: assumed(0),
};

test("hours returned: 300 touches of 4 minutes are 20 hours, between 240 of 3 and 360 of 5", () => {
  const { hours, weeks } = valueReport(given);
  expect(hours).toMatchObject({ value: 20, range: { low: 12, point: 20, high: 30 }, provenance: { evidence: "timed" } });
  expect(weeks.map(({ week, touches, without, hours: each }) => [week, touches, without, each.value])).toEqual([
    ["2026-01-05", 60, 260, (200 * 4) / 60],
    ["2026-01-12", 40, 140, (100 * 4) / 60],
  ]);
});

test("of one that stepped down and began again each time it acted counts for itself, with its own days and touches", () => {
  const acted = [
    { from: "2026-01-05", to: "2026-01-12", touches: 60 },
    { from: "2026-03-09", to: "2026-03-16", touches: 40 },
  ];
  const [avoided] = valueReport({ ...given, acted }).hours.provenance.inputs;
  expect(avoided).toMatchObject({ value: 300, source: null });
  expect(avoided!.explanation!.inputs.slice(0, 2)).toMatchObject([
    { name: "Touches while it acted, 1 of 2", value: 60, source: { from: "2026-01-05", to: "2026-01-12", count: 60 } },
    { name: "Touches while it acted, 2 of 2", value: 40, source: { from: "2026-03-09", to: "2026-03-16", count: 40 } },
  ]);
  // Two of the ten weeks: a fifth of what the case says of ten, 315.90.
  expect(valueReport({ ...given, acted, modelled: { scenario: "Board case", automation } }).bridge!.modelled.value).toBe(6_318);
});

test("money is not known before somebody said where the hours went", () => {
  const { money, went } = valueReport(given);
  expect(money).toMatchObject({ value: null, range: null });
  expect(went.notSaid.value).toBe(20);
});

test("money: half of the 20 hours went to overtime at 30.00", () => {
  const { money } = valueReport({ ...given, used: [{ use: "overtime", hours: 10, minorPerHour: null }] });
  expect(money).toMatchObject({ value: 30_000, range: { low: 18_000, point: 30_000, high: 45_000 } });
});

describe("the bridge", () => {
  const sumOf = (report: ReturnType<typeof valueReport>) =>
    report.bridge!.modelled.value! + report.bridge!.steps.reduce((sum, { figure }) => sum + figure.value!, 0);

  test("adds up to the cent, and each step is worked out", () => {
    const report = valueReport({ ...given, modelled: { scenario: "Board case", automation } });
    // Modelled: 520 x 5 / 60 x 0.6 x 13.50 x 0.9 = 315.90. At 400 touches 243.00; at 4 minutes 194.40; at a share of 0.8 259.20;
    // leakage 1 - 300 / 320 = 0.0625: 270.00; rework 3 x 4 / 60 x 30 = 6.00: 264.00; realised 20 h x 13.50 = 270.00.
    expect(report.bridge!.modelled.value).toBe(31_590);
    expect(report.bridge!.steps.map(({ step, figure }) => [step, figure.value])).toEqual([
      ["volume", -7_290],
      ["mix", 0],
      ["unitTime", -4_860],
      ["automationShare", 6_480],
      ["leakage", 1_080],
      ["rework", -600],
      ["unexplained", 600],
    ]);
    expect(report.bridge!.realised.value).toBe(27_000);
    expect(sumOf(report)).toBe(27_000);
  });

  test("ends at what the team's own hours are worth, once they said it", () => {
    const report = valueReport({
      ...given,
      modelled: { scenario: "Board case", automation },
      used: [{ use: "redeployed", hours: 7, minorPerHour: 4_999 }],
    });
    expect(report.bridge!.realised.value).toBe(report.money.value);
    expect(sumOf(report)).toBe(report.money.value);
  });

  test("is not drawn without a case, a measure of minutes or an estimate", () => {
    expect(valueReport(given).bridge).toBeNull();
    const early: ValueInputs = {
      ...given,
      modelled: { scenario: "Board case", automation },
      work: { ...given.work, method: "too early", avoided: null },
    };
    expect(valueReport(early)).toMatchObject({ bridge: null, hours: { value: null }, money: { value: null } });
    expect(valueReport({ ...given, minutes: null }).hours.value).toBeNull();
  });
});
