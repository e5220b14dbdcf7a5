import type { Moved } from "./check-bound.ts";
import type { Problem } from "./problem.ts";

/** Parts must hold every item once; more than one must be blocks of equal value per day that never rises (Sidney 1975). */
export function partsProblem(problem: Problem, parts: readonly (readonly number[])[], moved: readonly Moved[]): string | null {
  const { ids, effort, worth, family, learning, pinnedAt, notAt, earliest, teams, curve } = problem;
  const partOf = ids.map((_, item) => parts.findIndex((part) => part.includes(item)));
  if (partOf.includes(-1) || parts.flat().length !== ids.length) return "the parts do not hold every item once";
  if (parts.length < 2) return null;
  const learns = learning !== 1 && family.some((name, item) => name >= 0 && family.indexOf(name) !== item);
  if (teams > 1 || learns || pinnedAt.some((place) => place >= 0) || notAt !== undefined || earliest.some((day) => day > 0))
    return "only a plan of one team without calendar, pins and learning falls into parts";
  const days = parts.map((part) => part.reduce((total, item) => total + effort[item]!, 0));
  const value = parts.map((part) => part.reduce((total, item) => total + worth[item]!, 0));
  if (curve.straightUntilDay < days.reduce((a, b) => a + b)) return "the curve is not straight to the end of the plan";
  if (days.some((count, at) => at > 0 && count === 0)) return "only the first part may take no effort";
  for (let at = 1; at < parts.length; at += 1)
    if (days[at - 1]! > 0 && value[at]! * days[at - 1]! > value[at - 1]! * days[at]! * (1 + 1e-9))
      return "value a day rises from one part to the next";
  const shifted = worth.map((amount, item) =>
    moved.reduce((sum, m) => sum + (m.to === item ? m.amount : 0) - (m.from === item ? m.amount : 0), amount),
  );
  const even = (item: number) =>
    Math.abs(shifted[item]! * days[partOf[item]!]! - value[partOf[item]!]! * effort[item]!) <=
    1e-9 * value[partOf[item]!]! * days[partOf[item]!]!;
  const inside = moved.every(({ from, to }) => partOf[from] === partOf[to]);
  return inside && ids.every((_, item) => even(item)) ? null : "a part holds a bundle that returns more than the part";
}
