import type { MonteCarloResult } from "#server/domain/roi/monte-carlo.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { breakEvens, tornado, type BreakEven, type TornadoBar } from "#server/domain/roi/sensitivity.ts";
import { histogramOf, type Histogram } from "./histogram.ts";

/** What of a simulation the page shows: small enough to come with the first response. */
export type SimulationView = Omit<MonteCarloResult, "npvMinorByDraw"> & {
  histogram: Histogram;
  tornado: readonly TornadoBar[];
  breakEvens: readonly BreakEven[];
};

const BINS = 24;

/** A finished simulation and the sensitivities of the same scenario, without the single draws. */
export function viewSimulation(scenario: Scenario, { npvMinorByDraw, ...result }: MonteCarloResult): SimulationView {
  return { ...result, histogram: histogramOf(npvMinorByDraw, BINS), tornado: tornado(scenario), breakEvens: breakEvens(scenario) };
}
