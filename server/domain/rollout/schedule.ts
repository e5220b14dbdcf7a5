import { mayStandAt, type Problem } from "./problem.ts";

export type Schedule = {
  /** Build days from the start of the plan, by item index. */
  startDay: number[];
  endDay: number[];
  /** The sum sought: worth times curve at each end. */
  total: number;
};

/**
 * When each item is built if work starts in this order: each item starts as soon as a team is free, its prerequisites are
 * built and its earliest start has come, but not before the item ahead of it in the order has started.
 *
 * For the best order that last rule costs nothing: list any schedule by its starts and no item starts later.
 */
export function schedule(problem: Problem, order: readonly number[]): Schedule {
  const { effort, worth, before, earliest, family, learning, curve } = problem;
  const startDay = effort.map(() => 0);
  const endDay = effort.map(() => 0);
  const free = Array.from({ length: problem.teams }, () => 0);
  const builtOfFamily = new Map<number, number>();
  let total = 0;
  for (const item of order) {
    const earlierOfFamily = family[item]! < 0 ? 0 : (builtOfFamily.get(family[item]!) ?? 0);
    if (family[item]! >= 0) builtOfFamily.set(family[item]!, earlierOfFamily + 1);
    let start = Math.max(free[0]!, earliest[item]!);
    for (const needed of before[item]!) start = Math.max(start, endDay[needed]!);
    const end = start + effort[item]! * learning ** earlierOfFamily;
    startDay[item] = start;
    endDay[item] = end;
    takeTeam(free, start, end);
    total += worth[item]! * curve.at(end);
  }
  return { startDay, endDay, total };
}

/** Books the first free team from `start` to `end`, in place; `free` stays sorted and no team is free before `start`. */
export function takeTeam(free: number[], start: number, end: number): void {
  let at = 0;
  while (at + 1 < free.length && free[at + 1]! < end) {
    free[at] = Math.max(free[at + 1]!, start);
    at += 1;
  }
  free[at] = end;
}

/** Why this order cannot be carried out, or null when it can: every item once, after its prerequisites, at its pin. */
export function orderProblem(problem: Problem, order: readonly number[]): string | null {
  const place = new Map(order.map((item, position) => [item, position]));
  if (order.length !== problem.ids.length || place.size !== order.length) return "the order does not name every item once";
  for (const [item, position] of place) {
    const id = problem.ids[item];
    if (id === undefined) return "the order names an item that is not in the plan";
    if (!mayStandAt(problem, item, position)) return `"${id}" may not stand at place ${position + 1}`;
    for (const needed of problem.before[item]!)
      if (place.get(needed)! > position) return `"${id}" comes before "${problem.ids[needed]}", which it needs`;
  }
  return null;
}
