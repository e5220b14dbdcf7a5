import { assumed } from "./input.ts";
import type { Automation, Scenario } from "./scenario.ts";

/**
 * One automation with the check values of the method: 65 h a month by hand at $35 (780 touches of 5 minutes, $27,300 a year), capture 0.6,
 * risk 0.85, ramp 0, 1/4, 1/2, 3/4, 1, build $12,000, $400 a month. For tests and docs only.
 */
export function anAutomation(changes: Partial<Automation> = {}): Automation {
  return {
    id: "order-exceptions",
    workflowId: "order-exceptions",
    title: "Release held orders",
    volumePerMonth: assumed(780),
    minutesPerTouch: assumed(5),
    automatableShare: assumed(1),
    overlapShare: assumed(0),
    loadedRateMinorPerHour: assumed(3_500),
    capture: {
      redeployedShare: assumed(0),
      redeployedValueMinorPerHour: assumed(0),
      redeployedTo: "",
      avoidedHireShare: assumed(0.6),
      overtimeCutShare: assumed(0),
    },
    riskFactor: assumed(0.85),
    ramp: { kind: "table", shares: [0, 0.25, 0.5, 0.75, 1].map((share) => assumed(share)) },
    buildCostMinor: assumed(1_200_000),
    licenceMinorPerMonth: assumed(40_000),
    maintenanceHoursPerMonth: assumed(0),
    exceptionHoursPerMonth: assumed(0),
    reviewHoursPerMonth: assumed(0),
    careRateMinorPerHour: assumed(0),
    leakageShare: assumed(0),
    startMonth: assumed(0),
    ...changes,
  };
}

/** The scenario of the check values: the automation above over 36 months at 10 %. For tests and docs only. */
export function aScenario(changes: Partial<Scenario> = {}): Scenario {
  return {
    name: "Check values",
    currency: "USD",
    asOf: "2026-03-31",
    horizonMonths: assumed(36),
    discountRatePerYear: assumed(0.1),
    volumeGrowthPerYear: assumed(0),
    workingDaysPerYear: assumed(260),
    paidHoursPerDay: assumed(8),
    automations: [anAutomation()],
    baseline: [],
    seed: 1,
    ...changes,
  };
}
