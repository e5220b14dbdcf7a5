import type { Problem } from "./problem.ts";
import type { Move } from "./richest-set.ts";
import type { WorthCurve } from "./worth-curve.ts";

/**
 * Steps into which the calendar is cut to add up a curve that is not straight; each step counts with its better end, so the
 * bound stays true and is at most one step (1/1,024 of the plan's length) too kind.
 */
const STEPS = 1024;

/** A total that no order of the items outside `built` can exceed. */
export type Relaxation = (state: { built: number; freeDays: readonly number[] }) => number;

/**
 * Makes an upper bound on what the items not yet built can bring, from three kindnesses: value moved to a prerequisite counts
 * from the earlier date; all free teams may work on one item at once and drop it half-way; calendars and pins are not kept.
 * What remains is solved by sorting (Smith 1956).
 *
 * For the straight curve the half of each item's own effort that the kindness gives away is taken back exactly.
 * @param moves amounts that leave every item with a value of 0 or more (see splitIntoBlocks)
 */
export function relaxation(problem: Problem, moves: readonly Move[]): Relaxation {
  const { effort, worth, before, family, learning, teams, curve } = problem;
  const n = effort.length;
  const untilDay = Math.max(0, ...problem.earliest) + effort.reduce((total, days) => total + days, 0);
  const fall = curve.fallsAtLeast(untilDay);
  const area = areaUnder(curve, fall, untilDay);
  const value = new Float64Array(n);
  const days = new Float64Array(n);
  const rate = new Float64Array(n);
  const ranked = new Int32Array(n);
  const familySize = new Map<number, number>();
  for (const name of family) familySize.set(name, (familySize.get(name) ?? 0) + 1);
  const usable = moves.filter((move) => before[move.from]!.includes(move.to));

  return ({ built, freeDays }) => {
    const outside = (item: number) => item > 31 || (built & (1 << item)) === 0;
    let count = 0;
    let total = 0;
    for (let item = 0; item < n; item += 1) {
      if (!outside(item)) continue;
      value[item] = worth[item]!;
      const name = family[item]!;
      const discount = name < 0 || learning === 1 ? 1 : learning ** Math.max(0, familySize.get(name)! - 1);
      days[item] = effort[item]! * discount;
    }
    for (const { from, to, amount } of usable)
      if (outside(from) && outside(to)) {
        value[from]! -= amount;
        value[to]! += amount;
        total -= fall * amount * days[from]!;
      }
    for (let item = 0; item < n; item += 1) {
      if (!outside(item)) continue;
      const r = days[item] === 0 ? Number.POSITIVE_INFINITY : value[item]! / days[item]!;
      rate[item] = r;
      let place = count;
      for (; place > 0 && rate[ranked[place - 1]!]! < r; place -= 1) ranked[place] = ranked[place - 1]!;
      ranked[place] = item;
      count += 1;
      total -= (fall / 2) * value[item]! * days[item]!;
    }
    let day = freeDays[0]!;
    let active = 1;
    while (active < teams && freeDays[active]! <= day) active += 1;
    for (let place = 0; place < count; place += 1) {
      const item = ranked[place]!;
      if (days[item] === 0) {
        total += value[item]! * curve.at(day);
        continue;
      }
      let left = days[item]!;
      while (left > 0) {
        const nextTeam = active < teams ? freeDays[active]! : Number.POSITIVE_INFINITY;
        const whole = left / active <= nextTeam - day;
        const until = whole ? day + left / active : nextTeam;
        const mean = -fall * ((day + until) / 2) * (until - day) + area(until) - area(day);
        total += rate[item]! * active * mean;
        left = whole ? 0 : left - active * (until - day);
        day = until;
        while (active < teams && freeDays[active]! <= day) active += 1;
      }
    }
    return total;
  };
}

/** The area from day 0 to a day under `curve + fall * day`, cut into steps that each count with their better end. */
function areaUnder(curve: WorthCurve, fall: number, untilDay: number): (day: number) => number {
  const height = curve.at(0);
  if (curve.straightUntilDay >= untilDay) return (day) => height * day;
  const width = untilDay / STEPS;
  const upTo = new Float64Array(STEPS + 2);
  const heights = Float64Array.from({ length: STEPS + 2 }, (_, step) => curve.at(step * width) + fall * step * width);
  for (let step = 0; step <= STEPS; step += 1) upTo[step + 1] = upTo[step]! + heights[step]! * width;
  return (day) => {
    const step = Math.min(STEPS, Math.floor(day / width));
    return upTo[step]! + heights[step]! * (day - step * width);
  };
}
