import fc from "fast-check";
import { assumed } from "#server/domain/roi/input.ts";
import type { Automation, Ramp, Scenario } from "#server/domain/roi/scenario.ts";

/** A number with few decimals, as people type it: sums and products of these meet exact halves, where rounding matters. */
const typed = (least: number, most: number, decimals: number) =>
  fc
    .integer({ min: Math.round(least * 10 ** decimals), max: Math.round(most * 10 ** decimals) })
    .map((whole) => assumed(whole / 10 ** decimals));
const share = typed(0, 1, 2);

const anyRamp: fc.Arbitrary<Ramp> = fc.oneof(
  fc.record({ kind: fc.constant("table" as const), shares: fc.array(share, { minLength: 1, maxLength: 6 }) }),
  fc.record({ kind: fc.constant("exponential" as const), tauMonths: typed(0.2, 9, 1) }),
  fc.record({ kind: fc.constant("wright" as const), missingAtFirst: share, learningRate: typed(0.3, 1, 2) }),
);

const anyCapture = fc
  .record({ parts: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }), value: typed(0, 9_000, 0) })
  .map(({ parts: [redeployed = 0, avoided = 0, overtime = 0, lost = 0], value }): Automation["capture"] => {
    const all = Math.max(1, redeployed + avoided + overtime + lost);
    const part = (count: number) => assumed(Math.floor((count / all) * 1_000) / 1_000);
    return {
      redeployedShare: part(redeployed),
      redeployedValueMinorPerHour: value,
      redeployedTo: "Demand forecasting",
      avoidedHireShare: part(avoided),
      overtimeCutShare: part(overtime),
    };
  });

const anyAutomation: fc.Arbitrary<Automation> = fc.record({
  id: fc.constant(""),
  workflowId: fc.constantFrom("returns", "orders", "tickets"),
  title: fc.constantFrom("Release held orders", "=cmd|' /C calc'!A0", "Retouren prüfen"),
  volumePerMonth: typed(0, 6_000, 0),
  minutesPerTouch: typed(0, 30, 1),
  automatableShare: share,
  overlapShare: typed(0, 0.4, 2),
  loadedRateMinorPerHour: typed(500, 9_000, 0),
  capture: anyCapture,
  riskFactor: share,
  ramp: anyRamp,
  buildCostMinor: typed(0, 3_000_000, 0),
  licenceMinorPerMonth: typed(0, 50_000, 1),
  maintenanceHoursPerMonth: typed(0, 10, 2),
  exceptionHoursPerMonth: typed(0, 10, 2),
  reviewHoursPerMonth: typed(0, 10, 2),
  careRateMinorPerHour: typed(0, 12_000, 0),
  leakageShare: typed(0, 0.5, 3),
  startMonth: typed(0, 8, 0),
});

/** Valid scenarios of all kinds: currencies of 0, 2 and 3 decimals, every ramp, shared workflows, starts after the horizon. */
export const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  name: fc.constant("Any scenario"),
  currency: fc.constantFrom("USD", "EUR", "JPY", "KWD"),
  asOf: fc.constant("2026-03-31"),
  horizonMonths: fc.oneof(typed(1, 14, 0), typed(24, 36, 0)),
  discountRatePerYear: typed(0, 0.3, 3),
  volumeGrowthPerYear: typed(-0.3, 0.6, 2),
  workingDaysPerYear: typed(200, 300, 0),
  paidHoursPerDay: typed(6, 9, 1),
  automations: fc
    .array(anyAutomation, { maxLength: 3 })
    .map((automations) => automations.map((automation, index) => ({ ...automation, id: `automation-${index + 1}` }))),
  baseline: fc.constant([]),
  seed: fc.integer({ min: 0, max: 4_294_967_295 }),
});
