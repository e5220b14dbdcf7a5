import { priceOf } from "./money-of-total.ts";
import type { RolloutPlan } from "./plan.ts";
import { toProblem, type Problem } from "./problem.ts";
import { remainder } from "./remainder.ts";
import type { SearchLimits } from "./set-search.ts";
import { solve, type Solution } from "./solve.ts";

/** What it costs to do something else at this step and the best possible after it. */
export type StepPrice = {
  /** 1 for the first step. */
  step: number;
  itemId: string;
  /** The best other choice at this step; null when the plan leaves none. */
  otherId: string | null;
  /** Money lost by that choice, 0 when it is just as good; null without a choice. */
  priceMinor: number | null;
  /** Whether both sides are proven best; otherwise the price is an estimate. */
  proven: boolean;
};

/**
 * The price of leaving the order at each of its first steps, all earlier steps kept.
 *
 * @param count how many steps, from the first
 */
export function stepPrices(
  plan: RolloutPlan,
  best: Solution,
  { count, limits }: { count: number; limits?: Partial<SearchLimits> },
): StepPrice[] {
  const problem = toProblem(plan);
  return best.order.slice(0, count).map((item, at) => {
    const earlier = best.order.slice(0, at);
    const others = problem.ids
      .map((_, other) => other)
      .filter((other) => other !== item && mayStand(problem, earlier, other))
      .map((other) => ({ other, ...totalWithPrefix(problem, [...earlier, other], limits) }))
      .sort((a, b) => b.total - a.total);
    const first = others[0];
    const itemId = problem.ids[item]!;
    if (first === undefined) return { step: at + 1, itemId, otherId: null, priceMinor: null, proven: best.proven };
    const priceMinor = priceOf(plan, best.total, first.total);
    const proven = best.proven && others.every((other) => other.proven);
    return { step: at + 1, itemId, otherId: problem.ids[first.other]!, priceMinor, proven };
  });
}

function mayStand({ before, pinnedAt }: Problem, earlier: readonly number[], item: number): boolean {
  const pin = pinnedAt[item]!;
  const free = pin < 0 ? !pinnedAt.includes(earlier.length) : pin === earlier.length;
  return free && !earlier.includes(item) && before[item]!.every((needed) => earlier.includes(needed));
}

/**
 * The best total of an order that begins so.
 *
 * @param prefix items in order, each after what it needs
 */
export function totalWithPrefix(
  problem: Problem,
  prefix: readonly number[],
  limits: Partial<SearchLimits> = {},
): { total: number; proven: boolean } {
  const laterPins = problem.pinnedAt.some((pin) => pin >= prefix.length);
  if (problem.teams === 1 && !laterPins) {
    const left = remainder(problem, prefix);
    const { total, proven } = solve(left.problem, limits);
    return { total: left.builtTotal + total, proven };
  }
  try {
    const { total, proven } = solve(
      { ...problem, pinnedAt: problem.pinnedAt.map((pin, item) => (prefix.includes(item) ? prefix.indexOf(item) : pin)) },
      limits,
    );
    return { total, proven };
  } catch (error) {
    // Pins further down may leave no order behind this beginning.
    if (error instanceof RangeError) return { total: Number.NEGATIVE_INFINITY, proven: true };
    throw error;
  }
}
