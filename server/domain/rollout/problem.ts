import type { RolloutPlan } from "./plan.ts";
import { worthCurve, type WorthCurve } from "./worth-curve.ts";

/**
 * The plan as numbers: what the search and the certificate checker both read.
 * Sought is the order with the greatest sum over items of `worth[i] * curve.at(end of i)`.
 */
export type Problem = {
  ids: readonly string[];
  /** Build days. */
  effort: readonly number[];
  /** Minor units a week. */
  worth: readonly number[];
  /** Indexes of the direct prerequisites of each item. */
  before: readonly (readonly number[])[];
  /** Earliest start in build days from the start of the plan. */
  earliest: readonly number[];
  /** Number of the item's family, -1 for none. */
  family: readonly number[];
  /** The item of a family that starts as number k, from 0, takes its effort times this to the power of k. Above 0, at most 1. */
  learning: number;
  /** Place in the order, 0 for the first, -1 where free. */
  pinnedAt: readonly number[];
  teams: number;
  curve: WorthCurve;
  /** An item that may not stand at this place (0 for the first): asks what the next best choice would bring. */
  notAt?: { item: number; position: number } | undefined;
};

/** Whether pins and `notAt` let an item stand at a place. */
export function mayStandAt({ pinnedAt, notAt }: Pick<Problem, "pinnedAt" | "notAt">, item: number, position: number): boolean {
  if (notAt !== undefined && notAt.item === item && notAt.position === position) return false;
  const pin = pinnedAt[item]!;
  return pin >= 0 ? pin === position : !pinnedAt.includes(position);
}

/** The numbers of a plan without problems (see planProblems); excluded items are left out. */
export function toProblem(plan: RolloutPlan): Problem {
  const items = plan.items.filter((item) => !item.excluded);
  const indexOf = new Map(items.map((item, index) => [item.id, index]));
  const families = [...new Set(items.map((item) => item.family).filter((family) => family !== undefined))];
  return {
    ids: items.map((item) => item.id),
    effort: items.map((item) => item.effortDays),
    worth: items.map((item) => item.valuePerWeekMinor),
    before: items.map((item) => item.prerequisites.map((id) => indexOf.get(id)).filter((index) => index !== undefined)),
    earliest: items.map((item) => (item.earliestStartWeek ?? 0) * plan.buildDaysPerWeek),
    family: items.map((item) => (item.family === undefined ? -1 : families.indexOf(item.family))),
    learning: plan.learningFactor,
    pinnedAt: items.map((item) => (item.pinnedPosition ?? 0) - 1),
    teams: plan.teams,
    curve: worthCurve(plan),
  };
}

/**
 * Whether the end of an item depends only on the set built before it, not on their order: one team that never waits and
 * learns nothing. Then one best value per set is enough.
 */
export function endDependsOnSetOnly(problem: Problem): boolean {
  return problem.teams === 1 && !learns(problem) && problem.earliest.every((day) => day === 0);
}

/** Whether two items share a family and learning is on. */
export function learns(problem: Problem): boolean {
  const used = problem.family.filter((family) => family >= 0);
  return problem.learning !== 1 && new Set(used).size < used.length;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
