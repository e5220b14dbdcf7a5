import { asInput, weakestEvidence, type Figure, type Provenance, type ProvenanceInput, type Unit } from "../provenance.ts";
import type { WorkflowBaseline } from "./baseline.ts";
import type { Line } from "./cash-flow.ts";
import type { AutomationResult, ScenarioResult, Summary } from "./evaluate-scenario.ts";
import { inputsOf, type NamedInput } from "./fields.ts";
import { rangeOf, type Input } from "./input.ts";
import type { MonteCarloResult } from "./monte-carlo.ts";
import type { Scenario } from "./scenario.ts";

/** Every displayed figure of a case, each opening to its formula, its inputs and the figures it is made of. */
export type Explanation = {
  portfolio: SummaryFigures & { costOfDelayPerWeek: Figure; lossProbability: Figure | null };
  automations: readonly (SummaryFigures & { id: string; claimedShare: Figure; lines: Record<Line, Figure> })[];
  drag: readonly { workflowId: string; labour: Figure; rework: Figure; delay: Figure; cashLoss: Figure }[];
};

export type SummaryFigures = {
  npv: Figure;
  presentBenefit: Figure;
  presentCost: Figure;
  roi: Figure;
  payback: Figure;
  naivePayback: Figure;
  irr: Figure;
  hoursPerYear: Figure;
  fullTimeEquivalents: Figure;
};

const FORMULAS: Record<Line, { formula: string; fields: readonly string[] }> = {
  redeployed: {
    formula: "Each month: hours saved x share redeployed x value of the named work, rounded to the minor unit; summed over the horizon",
    fields: ["capture.redeployedShare", "capture.redeployedValueMinorPerHour"],
  },
  avoidedHire: {
    formula: "Each month: hours saved x share of avoided hire x loaded rate, rounded to the minor unit; summed over the horizon",
    fields: ["capture.avoidedHireShare", "loadedRateMinorPerHour"],
  },
  overtimeCut: {
    formula: "Each month: hours saved x share of overtime cut x loaded rate, rounded to the minor unit; summed over the horizon",
    fields: ["capture.overtimeCutShare", "loadedRateMinorPerHour"],
  },
  growth: {
    formula: "Each month: benefit at today's volume x (growth factor - 1), rounded to the minor unit; summed over the horizon",
    fields: ["volumeGrowthPerYear"],
  },
  leakage: {
    formula: "Each month: minus benefit with growth x leakage, rounded to the minor unit; summed over the horizon",
    fields: ["leakageShare"],
  },
  licence: { formula: "Minus the licence of every month in use", fields: ["licenceMinorPerMonth", "startMonth"] },
  maintenance: {
    formula: "Minus hours of maintenance x rate, every month in use",
    fields: ["maintenanceHoursPerMonth", "careRateMinorPerHour", "startMonth"],
  },
  exceptions: {
    formula: "Minus hours spent on exceptions x rate, every month in use",
    fields: ["exceptionHoursPerMonth", "careRateMinorPerHour", "startMonth"],
  },
  review: {
    formula: "Minus hours of review x rate, every month in use",
    fields: ["reviewHoursPerMonth", "careRateMinorPerHour", "startMonth"],
  },
  build: { formula: "Minus the build, in the start month", fields: ["buildCostMinor", "startMonth"] },
};
const LINE_TITLES: Record<Line, string> = {
  redeployed: "Redeployed to named work",
  avoidedHire: "Avoided hire",
  overtimeCut: "Overtime cut",
  growth: "Volume growth",
  leakage: "Leakage",
  licence: "Licence",
  maintenance: "Maintenance",
  exceptions: "Exceptions",
  review: "Review",
  build: "Build",
};
const HOURS_FIELDS = ["volumePerMonth", "minutesPerTouch", "riskFactor"];
const BENEFITS: readonly Line[] = ["redeployed", "avoidedHire", "overtimeCut", "growth", "leakage"];
const COSTS: readonly Line[] = ["licence", "maintenance", "exceptions", "review", "build"];

/**
 * The explanation of a computed case.
 *
 * @param simulation gives the ranges (p10, p50, p90); null: figures without a range
 */
export function explainScenario(scenario: Scenario, result: ScenarioResult, simulation: MonteCarloResult | null): Explanation {
  const named = inputsOf(scenario);
  const common = (field: string) => named.filter((input) => input.automationId === null && input.field === field).map(ofInput);
  const money: Unit = { kind: "money", currency: scenario.currency };
  const figureOf = makerOf(scenario.asOf);
  const automations = result.automations.map((part) => explainAutomation(part));
  const sumOf = (pick: (figures: SummaryFigures) => Figure) => automations.map((figures) => underTitle(pick(figures), figures.title));

  function explainAutomation(part: AutomationResult) {
    const own = (fields: readonly string[]) =>
      named.filter((input) => input.automationId === part.id && fields.some((field) => input.field === field)).map(ofInput);
    const ramp = named.filter((input) => input.automationId === part.id && input.field.startsWith("ramp.")).map(ofInput);
    const claimedShare = figureOf(
      "Claimed share",
      part.claimedShare,
      { kind: "share" },
      "Automatable share x (1 - overlap), as far as earlier automations of the same workflow left something: a minute is claimed once",
      own(["automatableShare", "overlapShare"]),
    );
    const saved = figureOf(
      "Hours saved over the horizon",
      part.summary.hours.overHorizon,
      { kind: "hours" },
      "Each month: volume x minutes x claimed share / 60 x ramp x risk x growth x (1 - leakage); summed over the horizon",
      [...own(HOURS_FIELDS), asInput(claimedShare), ...ramp, ...own(["leakageShare", "startMonth"]), ...common("volumeGrowthPerYear")],
    );
    const line = (name: Line): Figure =>
      figureOf(LINE_TITLES[name], part.summary.totalsMinor[name], money, FORMULAS[name].formula, [
        ...(BENEFITS.includes(name) ? [asInput(saved)] : []),
        ...own(FORMULAS[name].fields),
        ...FORMULAS[name].fields.flatMap(common),
      ]);
    const lines: Record<Line, Figure> = {
      redeployed: line("redeployed"),
      avoidedHire: line("avoidedHire"),
      overtimeCut: line("overtimeCut"),
      growth: line("growth"),
      leakage: line("leakage"),
      licence: line("licence"),
      maintenance: line("maintenance"),
      exceptions: line("exceptions"),
      review: line("review"),
      build: line("build"),
    };
    const present = {
      benefit: BENEFITS.map((name) => asInput(lines[name])),
      cost: COSTS.map((name) => asInput(lines[name])),
      hours: [asInput(saved)],
    };
    const builds = own(["buildCostMinor", ...HOURS_FIELDS, "loadedRateMinorPerHour"]);
    return {
      id: part.id,
      title: part.title,
      claimedShare,
      lines,
      ...summaryFigures(part.summary, present, [...builds, asInput(claimedShare)], null),
    };
  }

  function summaryFigures(
    summary: Summary,
    from: { benefit: ProvenanceInput[]; cost: ProvenanceInput[]; hours: ProvenanceInput[] },
    naive: ProvenanceInput[],
    ranges: MonteCarloResult | null,
  ): SummaryFigures {
    const discounted = "Each month's flow / (1 + yearly rate) ^ (month / 12), summed; rounded once";
    const discount = common("discountRatePerYear");
    const presentBenefit = figureOf("Present value of benefits", summary.presentBenefitMinor, money, discounted, [
      ...from.benefit,
      ...discount,
    ]);
    const presentCost = figureOf("Present value of costs", summary.presentCostMinor, money, `${discounted}; build included`, [
      ...from.cost,
      ...discount,
    ]);
    const both = [asInput(presentBenefit), asInput(presentCost)];
    const npv = figureOf("Net present value", summary.npvMinor, money, "Present value of benefits - present value of costs", both);
    const hoursPerYear = figureOf(
      "Hours returned a year",
      summary.hours.perYear,
      { kind: "hours" },
      "Hours returned in the last twelve months of the horizon, after risk and leakage",
      from.hours,
    );
    return {
      npv: ranged(npv, ranges?.npvMinor ?? null),
      presentBenefit,
      presentCost,
      roi: ranged(
        figureOf("Return on investment", summary.roi, { kind: "share" }, "Net present value / present value of costs", both),
        ranges?.roi ?? null,
      ),
      payback: ranged(
        figureOf(
          "Payback",
          summary.paybackMonths,
          { kind: "months" },
          "Months from the first month in the red until the running total of benefits and costs is back at zero, interpolated within the month",
          [...from.benefit, ...from.cost],
        ),
        ranges?.paybackMonths ?? null,
      ),
      naivePayback: figureOf(
        "Naive payback",
        summary.naivePaybackMonths,
        { kind: "months" },
        "Build / gross saving of a full month; leaves out capture, risk, ramp and running costs",
        naive,
      ),
      irr: figureOf(
        "Internal rate of return",
        summary.irr.kind === "rate" ? summary.irr.perYear : null,
        { kind: "share" },
        summary.irr.kind === "rate"
          ? "The yearly rate at which the flows are worth nothing, by bisection; the only such rate"
          : `Not stated: ${summary.irr.reason}`,
        [...from.benefit, ...from.cost],
      ),
      hoursPerYear,
      fullTimeEquivalents: figureOf(
        "Full-time equivalents",
        summary.hours.fullTimeEquivalents,
        { kind: "count", of: "people" },
        "Hours returned a year / (working days x paid hours a day)",
        [asInput(hoursPerYear), ...common("workingDaysPerYear"), ...common("paidHoursPerDay")],
      ),
    };
  }

  const from = {
    benefit: sumOf((figures) => figures.presentBenefit),
    cost: sumOf((figures) => figures.presentCost),
    hours: sumOf((figures) => figures.hoursPerYear),
  };
  const portfolio = summaryFigures(
    result.portfolio.summary,
    from,
    sumOf((figures) => figures.naivePayback),
    simulation,
  );
  return {
    portfolio: {
      ...portfolio,
      costOfDelayPerWeek: figureOf(
        "Cost of delay a week",
        result.costOfDelayMinorPerWeek,
        money,
        "(Net present value now - net present value with every start a month later) x 12 / 52",
        [asInput(portfolio.npv)],
      ),
      lossProbability:
        simulation &&
        figureOf(
          "Chance of a loss",
          simulation.lossProbability,
          { kind: "share" },
          `Share of ${simulation.draws} draws of all ranges whose net present value is below zero`,
          [asInput(portfolio.npv)],
        ),
    },
    automations,
    drag: scenario.baseline.map((workflow, index) => explainDrag(workflow, result.drag.workflows[index], money, figureOf)),
  };
}

type FigureMaker = (label: string, value: number | null, unit: Unit, formula: string, inputs: readonly ProvenanceInput[]) => Figure;

function makerOf(asOf: string): FigureMaker {
  return (label, value, unit, formula, inputs) => {
    const provenance: Provenance = { formula, evidence: weakestEvidence(inputs.map((input) => input.evidence)), inputs, asOf };
    return { label, value, unit, range: null, provenance };
  };
}

function explainDrag(
  workflow: WorkflowBaseline,
  drag: ScenarioResult["drag"]["workflows"][number] | undefined,
  money: Unit,
  figureOf: FigureMaker,
) {
  const currency = money.kind === "money" ? money.currency : "";
  const rate = plain("Loaded rate", workflow.loadedRateMinorPerHour, { kind: "moneyPerHour", currency });
  const work = (activities: WorkflowBaseline["labour"]) =>
    activities.flatMap(({ activity, touchesPerWeek, minutesPerTouch }) => [
      plain(`${activity}: touches a week`, touchesPerWeek, { kind: "count", of: "touches" }),
      plain(`${activity}: minutes per touch`, minutesPerTouch, { kind: "minutes" }),
    ]);
  const hours = "52 x touches a week x minutes / 60 x loaded rate, summed over the activities";
  return {
    workflowId: workflow.workflowId,
    labour: figureOf("Labour a year", drag?.labourMinor ?? null, money, hours, [...work(workflow.labour), rate]),
    rework: figureOf("Rework a year", drag?.reworkMinor ?? null, money, hours, [...work(workflow.rework), rate]),
    delay: figureOf(
      "Delay a year",
      drag?.delayMinor ?? null,
      money,
      "Cases a year x days per case x cost of a day, summed",
      workflow.delay.flatMap(({ what, casesPerYear, daysPerCase, costMinorPerDay }) => [
        plain(`${what}: cases a year`, casesPerYear, { kind: "count", of: "cases" }),
        plain(`${what}: days per case`, daysPerCase, { kind: "days" }),
        plain(`${what}: cost of a day`, costMinorPerDay, money),
      ]),
    ),
    cashLoss: figureOf(
      "Cash loss a year",
      drag?.cashLossMinor ?? null,
      money,
      "Cases a year x loss per case, summed",
      workflow.cashLoss.flatMap(({ what, casesPerYear, lossMinorPerCase }) => [
        plain(`${what}: cases a year`, casesPerYear, { kind: "count", of: "cases" }),
        plain(`${what}: loss per case`, lossMinorPerCase, money),
      ]),
    ),
  };
}

function ofInput({ title, unit, input }: NamedInput): ProvenanceInput {
  return plain(title, input, unit);
}

function plain(name: string, input: Input, unit: Unit): ProvenanceInput {
  const { low, high } = rangeOf(input);
  const range = low === high ? null : { low, point: input.value, high };
  return { name, value: input.value, unit, range, evidence: input.evidence, source: input.source, explanation: null };
}

function underTitle(figure: Figure, title: string): ProvenanceInput {
  return { ...asInput(figure), name: `${title}: ${figure.label.toLowerCase()}` };
}

/** The range of the draws; none when one of its ends does not come within the horizon. */
function ranged(figure: Figure, percentiles: { p10: number; p50: number; p90: number } | null): Figure {
  if (percentiles === null || !Number.isFinite(percentiles.p90)) return figure;
  return { ...figure, range: { low: percentiles.p10, point: percentiles.p50, high: percentiles.p90 } };
}
