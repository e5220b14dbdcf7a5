import { claimedShares } from "./claims.ts";
import { roundHalfEven } from "./minor-units.ts";
import { rampShare } from "./ramp.ts";
import type { Automation, Scenario } from "./scenario.ts";

/** The lines of a month in the order in which they are shown. Benefits are positive, leakage and costs negative. */
export const LINES = [
  "redeployed",
  "avoidedHire",
  "overtimeCut",
  "growth",
  "leakage",
  "licence",
  "maintenance",
  "exceptions",
  "review",
  "build",
] as const;
export type Line = (typeof LINES)[number];
export const BENEFIT_LINES: readonly Line[] = ["redeployed", "avoidedHire", "overtimeCut", "growth", "leakage"];
export const COST_LINES: readonly Line[] = ["licence", "maintenance", "exceptions", "review", "build"];

/** One month. Every line is a whole number of minor units, rounded once; the sums are sums of rounded lines. */
export type MonthFlow = {
  month: number;
  linesMinor: Record<Line, number>;
  benefitMinor: number;
  costMinor: number;
  netMinor: number;
  cumulativeMinor: number;
  /** Hours returned after risk and leakage, growth included. */
  hoursReturned: number;
  /** Minutes the automation does in place of people, before risk and leakage. */
  savedMinutes: number;
};

/** Months 0..horizon of one automation, or of all of them together. */
export type CashFlow = { months: readonly MonthFlow[] };

/** (1 + growth)^(month / 12). */
export function growthFactor(growthPerYear: number, month: number): number {
  return (1 + growthPerYear) ** (month / 12);
}

/**
 * Monthly cash flow of one automation.
 *
 * The build is paid in its start month, benefits and running costs follow from the month after. An automation that would start after the
 * horizon has no flow at all.
 * @param share its claimed share of the workflow's minutes, from claimedShares
 */
export function automationCashFlow(scenario: Scenario, automation: Automation, share: number): CashFlow {
  const horizon = scenario.horizonMonths.value;
  const start = automation.startMonth.value;
  const { capture } = automation;
  const rate = automation.loadedRateMinorPerHour.value;
  const careRate = automation.careRateMinorPerHour.value;
  const leakageShare = automation.leakageShare.value;
  const fullMinutes = automation.volumePerMonth.value * automation.minutesPerTouch.value * share;
  const months: MonthFlow[] = [];
  let cumulativeMinor = 0;
  for (let month = 0; month <= horizon; month += 1) {
    const live = month > start;
    const ramp = live ? rampShare(automation.ramp, month - start) : 0;
    const growth = growthFactor(scenario.volumeGrowthPerYear.value, month);
    const hours = (fullMinutes / 60) * ramp * automation.riskFactor.value;
    const redeployed = hours * capture.redeployedShare.value * capture.redeployedValueMinorPerHour.value;
    const avoidedHire = hours * capture.avoidedHireShare.value * rate;
    const overtimeCut = hours * capture.overtimeCutShare.value * rate;
    const today = redeployed + avoidedHire + overtimeCut;
    const linesMinor: Record<Line, number> = {
      redeployed: roundHalfEven(redeployed),
      avoidedHire: roundHalfEven(avoidedHire),
      overtimeCut: roundHalfEven(overtimeCut),
      growth: roundHalfEven(today * (growth - 1)),
      leakage: paid(today * growth * leakageShare),
      licence: live ? paid(automation.licenceMinorPerMonth.value) : 0,
      maintenance: live ? paid(automation.maintenanceHoursPerMonth.value * careRate) : 0,
      exceptions: live ? paid(automation.exceptionHoursPerMonth.value * careRate) : 0,
      review: live ? paid(automation.reviewHoursPerMonth.value * careRate) : 0,
      build: month === start ? paid(automation.buildCostMinor.value) : 0,
    };
    const flow = addUp(month, linesMinor, cumulativeMinor);
    cumulativeMinor = flow.cumulativeMinor;
    months.push({ ...flow, hoursReturned: hours * growth * (1 - leakageShare), savedMinutes: fullMinutes * ramp * growth });
  }
  return { months };
}

/** The flows of all automations added up line by line; nothing is rounded again. */
export function portfolioCashFlow(horizonMonths: number, flows: readonly CashFlow[]): CashFlow {
  const months: MonthFlow[] = [];
  let cumulativeMinor = 0;
  for (let month = 0; month <= horizonMonths; month += 1) {
    const parts = flows.flatMap((flow) => flow.months[month] ?? []);
    const lineTotal = (line: Line) => parts.reduce((sum, part) => sum + part.linesMinor[line], 0);
    const linesMinor: Record<Line, number> = {
      redeployed: lineTotal("redeployed"),
      avoidedHire: lineTotal("avoidedHire"),
      overtimeCut: lineTotal("overtimeCut"),
      growth: lineTotal("growth"),
      leakage: lineTotal("leakage"),
      licence: lineTotal("licence"),
      maintenance: lineTotal("maintenance"),
      exceptions: lineTotal("exceptions"),
      review: lineTotal("review"),
      build: lineTotal("build"),
    };
    const flow = addUp(month, linesMinor, cumulativeMinor);
    cumulativeMinor = flow.cumulativeMinor;
    months.push({
      ...flow,
      hoursReturned: parts.reduce((sum, part) => sum + part.hoursReturned, 0),
      savedMinutes: parts.reduce((sum, part) => sum + part.savedMinutes, 0),
    });
  }
  return { months };
}

/** Cash flows of all automations of a scenario, in its order, minutes claimed once. */
export function cashFlows(scenario: Scenario): CashFlow[] {
  const shares = claimedShares(
    scenario.automations.map((automation) => ({
      workflowId: automation.workflowId,
      automatableShare: automation.automatableShare.value,
      overlapShare: automation.overlapShare.value,
    })),
  );
  return scenario.automations.map((automation, index) => automationCashFlow(scenario, automation, shares[index] ?? 0));
}

function paid(amountMinor: number): number {
  return 0 - roundHalfEven(amountMinor);
}

function addUp(month: number, linesMinor: Record<Line, number>, before: number) {
  const benefitMinor = BENEFIT_LINES.reduce((sum, line) => sum + linesMinor[line], 0);
  const costMinor = COST_LINES.reduce((sum, line) => sum + linesMinor[line], 0);
  const netMinor = benefitMinor + costMinor;
  return { month, linesMinor, benefitMinor, costMinor, netMinor, cumulativeMinor: before + netMinor };
}
