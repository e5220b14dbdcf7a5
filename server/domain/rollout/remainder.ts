import type { Problem } from "./problem.ts";
import { schedule } from "./schedule.ts";

/** What is left of a problem of one team once some items are built. */
export type Remainder = {
  problem: Problem;
  /** Index in the whole problem of each item left. */
  items: number[];
  /** Total of the items built. */
  builtTotal: number;
};

/**
 * The rest of the plan as a problem of its own that starts when the last of `built` ends; pins are dropped.
 *
 * @param built items in the order they are built, each after what it needs
 * @throws RangeError for several teams: they are not all free at the same time
 */
export function remainder(problem: Problem, built: readonly number[]): Remainder {
  if (problem.teams !== 1) throw new RangeError("Only the plan of one team has a remainder.");
  const { endDay, total } = schedule(problem, built);
  const offset = built.reduce((day, item) => Math.max(day, endDay[item]!), 0);
  const items = problem.ids.map((_, item) => item).filter((item) => !built.includes(item));
  const pick = <T>(column: readonly T[]) => items.map((item) => column[item]!);
  const builtOfFamily = (name: number) => (name < 0 ? 0 : built.filter((item) => problem.family[item] === name).length);
  const { curve } = problem;
  return {
    items,
    builtTotal: total,
    problem: {
      ids: pick(problem.ids),
      effort: items.map((item) => problem.effort[item]! * problem.learning ** builtOfFamily(problem.family[item]!)),
      worth: pick(problem.worth),
      before: pick(problem.before).map((list) => list.map((needed) => items.indexOf(needed)).filter((local) => local >= 0)),
      earliest: pick(problem.earliest).map((day) => Math.max(0, day - offset)),
      family: pick(problem.family),
      learning: problem.learning,
      pinnedAt: items.map(() => -1),
      teams: 1,
      curve: {
        at: (day) => curve.at(day + offset),
        straightUntilDay: curve.straightUntilDay - offset,
        fallsAtLeast: (day) => curve.fallsAtLeast(day + offset),
      },
    },
  };
}
