import { moneyOfTotal, priceOf } from "./money-of-total.ts";
import type { RolloutItem, RolloutPlan } from "./plan.ts";
import { toProblem, type Problem } from "./problem.ts";
import { savingsCurve, type SavingsPoint } from "./savings-curve.ts";
import { orderProblem, schedule } from "./schedule.ts";
import type { Solution } from "./solve.ts";
import { allPrerequisites, greedyOrder } from "./start-orders.ts";
import { goLiveWeek } from "./worth-curve.ts";

/**
 * `optimal`: the order found by the search, pins kept. The others are rules of thumb that know no pins: `rules-first` (most
 * touches a week times share explained by rules), `most-complex` (most effort), `most-valuable` (most value a week), `greedy`
 * (most value per build day among what can start). `own`: the order of the person who asks.
 */
export type OrderName = "optimal" | "rules-first" | "most-complex" | "most-valuable" | "greedy" | "own";

export type ComparedOrder = {
  name: OrderName;
  steps: OrderStep[];
  /** Money saved by the horizon, or lost while waiting, by the plan's objective. */
  moneyMinor: number;
  /** What this order costs against the best order found; below 0 only when that one is held back by pins or not proven. */
  priceMinor: number;
  curve: SavingsPoint[];
};

/** Weeks from the start of the plan. `liveWeek` is later than `endWeek` only because of a freeze window. */
export type OrderStep = { id: string; startWeek: number; endWeek: number; liveWeek: number };

/**
 * The known orders side by side.
 *
 * @param ownOrder ids of all items that are not excluded
 * @throws RangeError when `ownOrder` builds an item before what it needs, or not every item once
 */
export function compareOrders(plan: RolloutPlan, best: Solution, ownOrder?: readonly string[]): ComparedOrder[] {
  const problem = withoutPins(toProblem(plan));
  const items = plan.items.filter((item) => !item.excluded);
  const byScore = (score: (item: RolloutItem) => number) => orderByScore(problem, items.map(score));
  const orders: [OrderName, number[]][] = [
    ["optimal", best.order],
    ["rules-first", byScore(rulesFirstScore)],
    ["most-complex", byScore((item) => item.effortDays)],
    ["most-valuable", byScore((item) => item.valuePerWeekMinor)],
    ["greedy", greedyOrder(problem) ?? []],
  ];
  if (ownOrder !== undefined) orders.push(["own", ownOrder.map((id) => problem.ids.indexOf(id))]);
  return orders.map(([name, order]) => {
    const trouble = orderProblem(problem, order);
    if (trouble !== null) throw new RangeError(`This order cannot be carried out: ${trouble}.`);
    const { total } = schedule(problem, order);
    const steps = orderSteps(plan, problem, order);
    return {
      name,
      steps,
      moneyMinor: moneyOfTotal(plan, total),
      priceMinor: priceOf(plan, best.total, total),
      curve: savingsCurve(plan, steps),
    };
  });
}

/** When each item of an order is built and goes live. */
export function orderSteps(plan: RolloutPlan, problem: Problem, order: readonly number[]): OrderStep[] {
  const { startDay, endDay } = schedule(problem, order);
  const live = goLiveWeek(plan);
  return order.map((item) => {
    const endWeek = endDay[item]! / plan.buildDaysPerWeek;
    return { id: problem.ids[item]!, startWeek: startDay[item]! / plan.buildDaysPerWeek, endWeek, liveWeek: live(endWeek) };
  });
}

/** Touches a week that a rule decides; 0 where one of the two is not known, so what is not measured comes last. */
export function rulesFirstScore({ touchesPerWeek = 0, rulesShare = 0 }: RolloutItem): number {
  return touchesPerWeek * rulesShare;
}

/** Highest score first, each item right after those of its prerequisites that are still missing. Ties keep the plan's order. */
export function orderByScore(problem: Problem, scores: readonly number[]): number[] {
  const needsAll = allPrerequisites(problem);
  // A prerequisite has fewer prerequisites of its own than the item that needs it.
  const byDepth = (a: number, b: number) => needsAll[a]!.size - needsAll[b]!.size || a - b;
  const order = new Set<number>();
  // Enablers score low by every rule: they are pulled ahead by what needs them and otherwise come last.
  const ranked = scores.map((_, item) => item).sort((a, b) => scores[b]! - scores[a]! || a - b);
  for (const item of ranked) {
    for (const needed of [...needsAll[item]!].sort(byDepth)) order.add(needed);
    order.add(item);
  }
  return [...order];
}

export function withoutPins(problem: Problem): Problem {
  return { ...problem, pinnedAt: problem.ids.map(() => -1) };
}
