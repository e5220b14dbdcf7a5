import { priceOf } from "./money-of-total.ts";
import type { RolloutPlan } from "./plan.ts";
import { mayStandAt, toProblem, type Problem } from "./problem.ts";
import { remainder } from "./remainder.ts";
import type { SearchLimits } from "./set-search.ts";
import { fallsIntoBlocks, NoOrderError, solve, type Solution } from "./solve.ts";

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

/** The best order with some beginning. */
type BestWith = { item: number; total: number; proven: boolean };

/**
 * The price of leaving the order at each of its first steps, all earlier steps kept.
 *
 * @param count how many steps, from the first
 */
export function stepPrices(
  plan: RolloutPlan,
  best: Solution,
  { count, limits = {} }: { count: number; limits?: Partial<SearchLimits> },
): StepPrice[] {
  const problem = toProblem(plan);
  return best.order.slice(0, count).map((item, at) => {
    const other = bestOther(problem, { earlier: best.order.slice(0, at), item, limits });
    const itemId = problem.ids[item]!;
    if (other === null) return { step: at + 1, itemId, otherId: null, priceMinor: null, proven: best.proven };
    const priceMinor = priceOf(plan, best.total, other.total);
    return { step: at + 1, itemId, otherId: problem.ids[other.item]!, priceMinor, proven: best.proven && other.proven };
  });
}

/** The best order that begins with `earlier` and goes on with anything but `item`; null when there is none. */
function bestOther(
  problem: Problem,
  { earlier, item, limits }: { earlier: readonly number[]; item: number; limits: Partial<SearchLimits> },
): BestWith | null {
  const place = earlier.length;
  const laterPins = problem.pinnedAt.some((pin) => pin >= place);
  const left = problem.teams === 1 && !laterPins ? remainder(problem, earlier) : null;
  if (left !== null && !fallsIntoBlocks(left.problem)) {
    const found = solveOrNull({ ...left.problem, notAt: { item: left.items.indexOf(item), position: 0 } }, limits);
    return found && { item: left.items[found.order[0]!]!, total: left.builtTotal + found.total, proven: found.proven };
  }
  if (left === null && !laterPins) {
    const found = solveOrNull({ ...pinned(problem, earlier), notAt: { item, position: place } }, limits);
    return found && { item: found.order[place]!, total: found.total, proven: found.proven };
  }
  // Block by block each choice takes milliseconds; with pins further down each must be tried to know whether an order is left.
  const choices = problem.ids
    .map((_, other) => other)
    .filter((other) => other !== item && !earlier.includes(other) && mayStandAt(problem, other, place))
    .filter((other) => problem.before[other]!.every((needed) => earlier.includes(needed)))
    .flatMap((other): BestWith[] => {
      const found = totalWithPrefix(problem, [...earlier, other], limits);
      return found === null ? [] : [{ item: other, ...found }];
    });
  const first = choices.reduce<BestWith | null>((a, b) => (a === null || b.total > a.total ? b : a), null);
  return first && { ...first, proven: choices.every((choice) => choice.proven) };
}

/**
 * The best total of an order that begins so; null when pins further down leave none.
 *
 * @param prefix items in order, each after what it needs
 */
export function totalWithPrefix(
  problem: Problem,
  prefix: readonly number[],
  limits: Partial<SearchLimits> = {},
): { total: number; proven: boolean } | null {
  if (problem.teams === 1 && problem.pinnedAt.every((pin) => pin < prefix.length)) {
    const left = remainder(problem, prefix);
    const { total, proven } = solve(left.problem, limits);
    return { total: left.builtTotal + total, proven };
  }
  const found = solveOrNull(pinned(problem, prefix), limits);
  return found && { total: found.total, proven: found.proven };
}

function pinned(problem: Problem, prefix: readonly number[]): Problem {
  return { ...problem, pinnedAt: problem.pinnedAt.map((pin, item) => (prefix.includes(item) ? prefix.indexOf(item) : pin)) };
}

/** The solution, or null when pins leave no order. */
export function solveOrNull(problem: Problem, limits: Partial<SearchLimits>): Solution | null {
  try {
    return solve(problem, limits);
  } catch (error) {
    if (error instanceof NoOrderError) return null;
    throw error;
  }
}
