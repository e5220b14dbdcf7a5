import { dragPerYear, sumDrag, type Drag } from "./baseline.ts";
import { cashFlows, portfolioCashFlow, type CashFlow, type Line, LINES } from "./cash-flow.ts";
import { claimedShares } from "./claims.ts";
import { internalRateOfReturn, type Irr } from "./internal-rate-of-return.ts";
import { roundHalfEven } from "./minor-units.ts";
import { netPresentValue } from "./net-present-value.ts";
import { paybackMonths } from "./payback.ts";
import type { Automation, Scenario } from "./scenario.ts";

/** What a cash flow comes to. Money in whole minor units; present values are rounded only here. */
export type Summary = {
  npvMinor: number;
  presentBenefitMinor: number;
  /** Build included; a positive number. */
  presentCostMinor: number;
  /** (present benefit - present cost) / present cost; null without any cost. */
  roi: number | null;
  paybackMonths: number | null;
  /** Build / gross saving of a month at full run: what a calculator without capture, risk, ramp and running costs prints. */
  naivePaybackMonths: number | null;
  irr: Irr;
  /** Each line over the whole horizon, undiscounted. */
  totalsMinor: Record<Line, number>;
  netMinor: number;
  hours: HoursReturned;
};

/** Hours returned, and where they go. A year is the last twelve months of the horizon, or the horizon stretched to a year if shorter. */
export type HoursReturned = {
  overHorizon: number;
  perYear: number;
  fullTimeEquivalents: number;
  perYearTo: { redeployed: number; avoidedHire: number; overtimeCut: number; lost: number };
};

export type AutomationResult = {
  id: string;
  workflowId: string;
  title: string;
  /** Share of the workflow's minutes it may call its own, after claims of earlier ones. */
  claimedShare: number;
  cashFlow: CashFlow;
  summary: Summary;
};

export type ScenarioResult = {
  currency: string;
  asOf: string;
  automations: readonly AutomationResult[];
  portfolio: { cashFlow: CashFlow; summary: Summary };
  drag: { total: Drag; workflows: readonly (Drag & { workflowId: string; title: string })[] };
  /** What a week of waiting costs: the NPV lost by starting everything a month later, x 12 / 52, rounded half-even. */
  costOfDelayMinorPerWeek: number;
};

/**
 * The whole model at the values of its inputs.
 *
 * @param scenario one that validateScenario finds nothing wrong with
 */
export function evaluateScenario(scenario: Scenario): ScenarioResult {
  const flows = cashFlows(scenario);
  const horizon = scenario.horizonMonths.value;
  const total = portfolioCashFlow(horizon, flows);
  const shares = claimedShares(
    scenario.automations.map((a) => ({
      workflowId: a.workflowId,
      automatableShare: a.automatableShare.value,
      overlapShare: a.overlapShare.value,
    })),
  );
  const parts = scenario.automations.map((automation, index) => ({ automation, share: shares[index] ?? 0 }));
  const automations = parts.map(({ automation, share }, index): AutomationResult => {
    const cashFlow = flows[index] ?? { months: [] };
    return {
      id: automation.id,
      workflowId: automation.workflowId,
      title: automation.title,
      claimedShare: share,
      cashFlow,
      summary: summarise(scenario, cashFlow, [{ automation, share, cashFlow }]),
    };
  });
  const workflows = scenario.baseline.map((workflow) => ({
    workflowId: workflow.workflowId,
    title: workflow.title,
    ...dragPerYear(workflow),
  }));
  return {
    currency: scenario.currency,
    asOf: scenario.asOf,
    automations,
    portfolio: {
      cashFlow: total,
      summary: summarise(
        scenario,
        total,
        parts.map((part, index) => ({ ...part, cashFlow: flows[index] ?? { months: [] } })),
      ),
    },
    drag: { total: sumDrag(workflows), workflows },
    costOfDelayMinorPerWeek: costOfDelayPerWeek(scenario, total),
  };
}

function summarise(
  scenario: Scenario,
  cashFlow: CashFlow,
  parts: readonly { automation: Automation; share: number; cashFlow: CashFlow }[],
): Summary {
  const rate = scenario.discountRatePerYear.value;
  const benefits = netPresentValue(
    rate,
    cashFlow.months.map((month) => month.benefitMinor),
  );
  const costs = -netPresentValue(
    rate,
    cashFlow.months.map((month) => month.costMinor),
  );
  const flows = cashFlow.months.map((month) => month.netMinor);
  const grossPerMonth = parts.reduce((sum, { automation: a, share }) => {
    return sum + ((a.volumePerMonth.value * a.minutesPerTouch.value * share) / 60) * a.loadedRateMinorPerHour.value;
  }, 0);
  const build = parts.reduce((sum, { automation }) => sum + automation.buildCostMinor.value, 0);
  const totalsMinor = totalLines(cashFlow);
  return {
    npvMinor: roundHalfEven(netPresentValue(rate, flows)),
    presentBenefitMinor: roundHalfEven(benefits),
    presentCostMinor: roundHalfEven(costs),
    roi: costs > 0 ? (benefits - costs) / costs : null,
    paybackMonths: paybackMonths(flows),
    naivePaybackMonths: grossPerMonth > 0 ? build / grossPerMonth : null,
    irr: internalRateOfReturn(flows),
    totalsMinor,
    netMinor: flows.reduce((sum, flow) => sum + flow, 0),
    hours: hoursReturned(scenario, cashFlow, parts),
  };
}

function totalLines(cashFlow: CashFlow): Record<Line, number> {
  const totals: Record<Line, number> = {
    redeployed: 0,
    avoidedHire: 0,
    overtimeCut: 0,
    growth: 0,
    leakage: 0,
    licence: 0,
    maintenance: 0,
    exceptions: 0,
    review: 0,
    build: 0,
  };
  for (const month of cashFlow.months) for (const line of LINES) totals[line] += month.linesMinor[line];
  return totals;
}

function hoursReturned(
  scenario: Scenario,
  total: CashFlow,
  parts: readonly { automation: Automation; cashFlow: CashFlow }[],
): HoursReturned {
  const horizon = scenario.horizonMonths.value;
  const yearOf = (cashFlow: CashFlow) => {
    const last = cashFlow.months.filter(({ month }) => month > Math.max(0, horizon - 12));
    return last.reduce((sum, month) => sum + month.hoursReturned, 0) * (12 / Math.min(12, horizon));
  };
  const perYearTo = { redeployed: 0, avoidedHire: 0, overtimeCut: 0, lost: 0 };
  for (const { automation, cashFlow } of parts) {
    const hours = yearOf(cashFlow);
    const { redeployedShare, avoidedHireShare, overtimeCutShare } = automation.capture;
    perYearTo.redeployed += hours * redeployedShare.value;
    perYearTo.avoidedHire += hours * avoidedHireShare.value;
    perYearTo.overtimeCut += hours * overtimeCutShare.value;
    perYearTo.lost += hours * (1 - redeployedShare.value - avoidedHireShare.value - overtimeCutShare.value);
  }
  const perYear = yearOf(total);
  return {
    overHorizon: total.months.reduce((sum, month) => sum + month.hoursReturned, 0),
    perYear,
    fullTimeEquivalents: perYear / (scenario.workingDaysPerYear.value * scenario.paidHoursPerDay.value),
    perYearTo,
  };
}

function costOfDelayPerWeek(scenario: Scenario, now: CashFlow): number {
  const later: Scenario = {
    ...scenario,
    automations: scenario.automations.map((automation) => ({
      ...automation,
      startMonth: { ...automation.startMonth, value: automation.startMonth.value + 1 },
    })),
  };
  const delayed = portfolioCashFlow(scenario.horizonMonths.value, cashFlows(later));
  const rate = scenario.discountRatePerYear.value;
  const npvOf = (flow: CashFlow) =>
    netPresentValue(
      rate,
      flow.months.map((month) => month.netMinor),
    );
  return roundHalfEven(((npvOf(now) - npvOf(delayed)) * 12) / 52);
}
