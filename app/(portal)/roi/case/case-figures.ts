import type { Figure } from "#server/domain/provenance.ts";
import { asInput, weakestEvidence } from "#server/domain/provenance.ts";
import { explainScenario, type Explanation } from "#server/domain/roi/explain-scenario.ts";
import { evaluateScenario, type HoursReturned, type ScenarioResult } from "#server/domain/roi/evaluate-scenario.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import type { SimulationView } from "./simulation-view.ts";

export type CaseFigures = { result: ScenarioResult; figures: Explanation; dragPerYear: Figure };

const NO_DRAWS = new Float64Array(0);

/** Every figure of a case, each with its explanation. */
export function caseFigures(scenario: Scenario, simulation: SimulationView | null): CaseFigures {
  const result = evaluateScenario(scenario);
  const figures = explainScenario(scenario, result, simulation && { ...simulation, npvMinorByDraw: NO_DRAWS });
  return { result, figures, dragPerYear: dragFigure(scenario, result, figures) };
}

function dragFigure({ currency, asOf }: Scenario, { drag }: ScenarioResult, { drag: parts }: Explanation): Figure {
  const inputs = parts.flatMap(({ workflowId, labour, rework }, index) => {
    const title = drag.workflows[index]?.title ?? workflowId;
    return [labour, rework]
      .filter(({ value }) => value !== 0)
      .map((figure) => ({ ...asInput(figure), name: `${title}: ${figure.label.toLowerCase()}` }));
  });
  const evidence = weakestEvidence(inputs.map((input) => input.evidence));
  const formula = "Labour and rework of all workflows a year; delay and cash loss stand apart";
  return {
    label: "Manual work a year",
    value: drag.total.labourMinor + drag.total.reworkMinor,
    unit: { kind: "money", currency },
    range: null,
    provenance: { formula, evidence, inputs, asOf },
  };
}

const WHERE: Record<keyof HoursReturned["perYearTo"], string> = {
  redeployed: "Redeployed to named work",
  avoidedHire: "In place of a hire",
  overtimeCut: "Overtime that ends",
  lost: "Come back as nothing anyone can point at",
};

/** Where the hours of a year go, in the order of the model. */
export function hoursByDestination({ asOf }: Scenario, { result, figures }: CaseFigures): Figure[] {
  const { hoursPerYear } = figures.portfolio;
  return (["redeployed", "avoidedHire", "overtimeCut", "lost"] as const).map((to) => ({
    label: WHERE[to],
    value: result.portfolio.summary.hours.perYearTo[to],
    unit: { kind: "hours" },
    range: null,
    provenance: {
      formula: "Hours returned a year of each automation x its share of this destination, summed",
      evidence: hoursPerYear.provenance.evidence,
      inputs: [asInput(hoursPerYear)],
      asOf,
    },
  }));
}

/** The figure with its inputs one level deep, for lists that show many cases. */
export function shallow(figure: Figure): Figure {
  const inputs = figure.provenance.inputs.map((input) => ({ ...input, explanation: null }));
  return { ...figure, provenance: { ...figure.provenance, inputs } };
}
