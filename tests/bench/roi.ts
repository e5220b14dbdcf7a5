import { monteCarlo } from "#server/domain/roi/monte-carlo.ts";
import { aPortfolio } from "#server/domain/roi/portfolio.fixture.ts";
import { breakEvens, tornado } from "#server/domain/roi/sensitivity.ts";

const BOUND_MS = 50;
const RUNS = 15;

/**
 * Monte Carlo of 10,000 draws over six automations and 36 months, every input with a range.
 *
 * @returns lines to print and whether the median run stayed within 50 ms
 */
export function benchRoi(): { lines: string[]; ok: boolean } {
  const scenario = aPortfolio();
  const simulation = timesMs(() => monteCarlo(scenario, 10_000));
  const bars = timesMs(() => tornado(scenario));
  const evens = timesMs(() => breakEvens(scenario));
  const ok = simulation.medianMs <= BOUND_MS;
  const { npvMinor, lossProbability } = monteCarlo(scenario, 10_000);
  return {
    ok,
    lines: [
      `Monte Carlo, 10,000 draws x 6 automations x 36 months: first ${simulation.firstMs.toFixed(1)} ms, median of ${RUNS} ${simulation.medianMs.toFixed(1)} ms, bound ${BOUND_MS} ms: ${ok ? "within" : "ABOVE"}`,
      `tornado: median ${bars.medianMs.toFixed(1)} ms; break-evens: median ${evens.medianMs.toFixed(1)} ms`,
      `answer: NPV p10 ${Math.round(npvMinor.p10)}, p50 ${Math.round(npvMinor.p50)}, p90 ${Math.round(npvMinor.p90)} minor units, P(NPV < 0) ${lossProbability}`,
    ],
  };
}

function timesMs(run: () => unknown): { firstMs: number; medianMs: number } {
  const times = Array.from({ length: RUNS }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
  return { firstMs: times[0] ?? 0, medianMs: times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0 };
}

if (import.meta.main) {
  const { lines, ok } = benchRoi();
  for (const line of lines) console.log(line);
  process.exitCode = ok ? 0 : 1;
}
