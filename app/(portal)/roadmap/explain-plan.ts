import { checkCertificate } from "#server/domain/rollout/check-certificate.ts";
import { estimateRange, type EstimateRange } from "#server/domain/rollout/estimate-range.ts";
import { explainSteps, type StepExplanation } from "#server/domain/rollout/explain-steps.ts";
import { overridePrices, type OverridePrice } from "#server/domain/rollout/override-prices.ts";
import { toProblem } from "#server/domain/rollout/problem.ts";
import { solve } from "#server/domain/rollout/solve.ts";
import { toRolloutPlan, type StoredPlan } from "#server/domain/rollout/stored-plan.ts";

export type Question = { stored: StoredPlan; built: readonly string[] };

/** Parts of the explanation, each as soon as it is known. */
export type Answer =
  | { part: "proof"; proven: boolean; bound: number; total: number; states: number; refused: string | null; milliseconds: number }
  | { part: "steps"; steps: StepExplanation[] }
  | { part: "overrides"; overrides: OverridePrice[] }
  | { part: "range"; range: EstimateRange }
  | { part: "end" };

const STEPS = 3;
const SEARCH = { maxStates: 1_000_000 };

/**
 * Searches the plan again and explains it, part by part: proof and its check, the first steps, the price of pins and exclusions,
 * and how far each estimate of the first phase may be wrong. May take seconds: run it in a worker.
 */
export function explainPlan({ stored, built }: Question, nowMs: () => number, tell: (answer: Answer) => void): void {
  const plan = toRolloutPlan(stored, { built });
  const problem = toProblem(plan);
  const startedMs = nowMs();
  const solution = solve(problem, SEARCH);
  const milliseconds = nowMs() - startedMs;
  const { proven, bound, total, states } = solution;
  tell({ part: "proof", proven, bound, total, states, refused: checkCertificate(problem, solution.certificate), milliseconds });
  tell({ part: "steps", steps: explainSteps(plan, solution, { count: STEPS, limits: SEARCH }) });
  tell({ part: "overrides", overrides: overridePrices(plan, solution, SEARCH) });
  const first = solution.order[0];
  const bundle = solution.blocks.find(({ items }) => first !== undefined && items.includes(first))?.items ?? [];
  for (const item of bundle)
    for (const estimate of ["valuePerWeekMinor", "effortDays"] as const) {
      const range = estimateRange(plan, solution, { itemId: problem.ids[item]!, estimate, limits: SEARCH });
      if (range) tell({ part: "range", range });
    }
  tell({ part: "end" });
}
