import type { MonteCarloResult } from "#server/domain/roi/monte-carlo.ts";
import type { ScenarioResult } from "#server/domain/roi/evaluate-scenario.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";

/** Version of the layout below; goes up when a field changes its meaning or leaves. */
const FORMAT = 1;

/**
 * Everything about a case as JSON: inputs with class, range and source, results with money in minor units, and the simulation without its
 * single draws. Values without an end within the horizon are null.
 */
export function roiJson(scenario: Scenario, result: ScenarioResult, simulation: MonteCarloResult | null): Uint8Array {
  const { npvMinorByDraw: _, ...summary } = simulation ?? { npvMinorByDraw: null };
  const content = { format: FORMAT, scenario, result, simulation: simulation === null ? null : summary };
  // Infinity is no JSON: a payback beyond the horizon is written as null.
  return new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
}
