import type { RolloutPlan } from "./plan.ts";
import { toProblem, type Problem } from "./problem.ts";
import type { SearchLimits } from "./set-search.ts";
import { solve, type Solution } from "./solve.ts";
import { totalWithPrefix } from "./step-prices.ts";

/** Which number of an item is varied. */
export type Estimate = "effortDays" | "valuePerWeekMinor";

/**
 * The range of one estimate in which the first step of the order stays best, all other estimates kept. `low` or `high` is
 * null when it stays best as far as was looked: a tenth or ten times the estimate.
 */
export type EstimateRange = { itemId: string; estimate: Estimate; current: number; low: number | null; high: number | null };

/** Factors looked at before the border is narrowed down; a step that stops being best and becomes best again between two of them is not seen. */
const FACTORS = [1.1, 1.25, 1.5, 2, 3, 5, 10];
/** Halvings between the last factor that holds and the first that does not: to about a hundredth of the gap between them. */
const HALVINGS = 7;

/**
 * @returns null when the number is 0: a tenth of nothing is nothing
 * @throws RangeError when the item is not in the plan
 */
export function estimateRange(
  plan: RolloutPlan,
  solution: Solution,
  { itemId, estimate, limits = {} }: { itemId: string; estimate: Estimate; limits?: Partial<SearchLimits> },
): EstimateRange | null {
  const problem = toProblem(plan);
  const item = problem.ids.indexOf(itemId);
  const first = solution.order[0];
  if (item < 0 || first === undefined) throw new RangeError(`"${itemId}" is not in the plan.`);
  const column = estimate === "effortDays" ? "effort" : "worth";
  const current = problem[column][item]!;
  if (current === 0) return null;
  const holds = (factor: number) => firstStaysBest({ ...problem, [column]: problem[column].with(item, current * factor) }, first, limits);
  const border = (factors: readonly number[]): number | null => {
    let inside = 1;
    for (const factor of factors) {
      if (holds(factor)) {
        inside = factor;
        continue;
      }
      let outside = factor;
      for (let halving = 0; halving < HALVINGS; halving += 1) {
        const middle = Math.sqrt(inside * outside);
        if (holds(middle)) inside = middle;
        else outside = middle;
      }
      return current * inside;
    }
    return null;
  };
  return { itemId, estimate, current, low: border(FACTORS.map((factor) => 1 / factor)), high: border(FACTORS) };
}

function firstStaysBest(problem: Problem, first: number, limits: Partial<SearchLimits>): boolean {
  const free = solve(problem, limits);
  if (free.order[0] === first) return true;
  const withFirst = totalWithPrefix(problem, [first], limits);
  return withFirst !== null && withFirst.total >= free.total - 1e-9 * Math.abs(free.total);
}
