import type { Problem } from "./problem.ts";

/** Weekly value of item `from` counted with item `to` instead. */
export type Moved = { from: number; to: number; amount: number };

/** Why value may not be moved like this, or null: only to a prerequisite, and no item may be left with less than nothing. */
export function movesProblem({ before, worth }: Problem, moved: readonly Moved[]): string | null {
  const left = [...worth];
  for (const { from, to, amount } of moved) {
    if (before[from]?.includes(to) !== true || !(amount >= 0)) return "value was moved to something that is not a prerequisite";
    left[from]! -= amount;
    left[to]! += amount;
  }
  const tiny = 1e-9 * worth.reduce((a, b) => a + b, 0);
  return left.some((value) => value < -tiny) ? "more value was moved than an item has" : null;
}

const STEPS = 1024;
const tables = new WeakMap<Problem, { fall: number; area: (day: number) => number }>();

/** The area under the curve from day 0; a curve that is not straight is cut into steps that each count with their better end. */
function areaOf(problem: Problem): { fall: number; area: (day: number) => number } {
  const known = tables.get(problem);
  if (known !== undefined) return known;
  const { curve, effort, earliest } = problem;
  const last = effort.reduce((a, b) => a + b, 0) + Math.max(0, ...earliest);
  const fall = curve.fallsAtLeast(last);
  const width = last / STEPS;
  const straight = curve.straightUntilDay >= last || last === 0;
  const heights = straight ? [curve.at(0)] : Array.from({ length: STEPS + 1 }, (_, step) => curve.at(step * width) + fall * step * width);
  const sums = [0];
  for (let step = 1; step < heights.length; step += 1) sums.push(sums[step - 1]! + heights[step - 1]! * width);
  const above = (day: number) => {
    const step = straight ? 0 : Math.min(STEPS, Math.floor(day / width));
    return sums[step]! + heights[step]! * (day - step * width);
  };
  const made = { fall, area: (day: number) => above(day) - (fall * day * day) / 2 };
  tables.set(problem, made);
  return made;
}

/**
 * A total the open items cannot exceed when no team is free before `freeDay`. Value of an item counted with its prerequisite
 * can only gain; items that any number of teams may share and drop half-way are best taken by value per day (Smith 1956).
 */
export function boundBySorting(
  problem: Problem,
  { open, freeDay, moved }: { open: readonly number[]; freeDay: number; moved: readonly Moved[] },
): number {
  const { family, learning, effort, worth, teams, curve } = problem;
  const { fall, area } = areaOf(problem);
  const isOpen = new Set(open);
  const rows = new Map(
    open.map((item) => {
      const relatives = family[item]! < 0 ? 1 : family.filter((name) => name === family[item]).length;
      return [item, { value: worth[item]!, days: effort[item]! * learning ** (relatives - 1) }];
    }),
  );
  let total = 0;
  for (const { from, to, amount } of moved)
    if (isOpen.has(from) && isOpen.has(to)) {
      rows.get(from)!.value -= amount;
      rows.get(to)!.value += amount;
      // The prerequisite ends earlier by at least the effort of the item.
      total -= fall * amount * rows.get(from)!.days;
    }
  let day = freeDay;
  for (const { value, days } of [...rows.values()].sort((a, b) => b.value * a.days - a.value * b.days || a.days - b.days)) {
    const until = day + days / teams;
    // Counted at the middle of the work; an item ends half its effort later.
    total += (days === 0 ? value * curve.at(day) : (value / days) * teams * (area(until) - area(day))) - (fall / 2) * value * days;
    day = until;
  }
  return total;
}
