import { acts, type Stage } from "../automations/stages.ts";

/** A time in which an automation acted; until: null where it acts now. */
export type Stretch = { since: Date; until: Date | null };

/** The same in local days since 1970-01-01. to: the day on which it ceased, which is not counted; Infinity where it acts now. */
export type DayStretch = { from: number; to: number };

/**
 * When an automation acted, by its changes of stage in order of time. A step from approve to auto or back is no break.
 *
 * @returns in order of time; [] for one that never acted
 */
export function actingStretches(moves: readonly { to: Stage; at: Date }[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { to, at } of moves) {
    const last = stretches.at(-1);
    const isActing = last !== undefined && last.until === null;
    if (acts(to) && !isActing) stretches.push({ since: at, until: null });
    if (!acts(to) && isActing) stretches[stretches.length - 1] = { ...last, until: at };
  }
  return stretches;
}

/** Stretches in whole days; those that touch are one, so that a day on which it ceased and began again is not lost. */
export function inDays(stretches: readonly Stretch[], dayOf: (at: Date) => number): DayStretch[] {
  const days: DayStretch[] = [];
  for (const { since, until } of stretches) {
    const own = { from: dayOf(since), to: until === null ? Infinity : dayOf(until) };
    const last = days.at(-1);
    if (last !== undefined && last.to >= own.from) days[days.length - 1] = { ...last, to: Math.max(last.to, own.to) };
    else days.push(own);
  }
  return days;
}

/** Days before it first acted, and those on which it did: the rest, between and after, is none of its doing. */
export function countedDays<Day extends { day: number }>(days: readonly Day[], stretches: readonly DayStretch[]): Day[] {
  const [first] = stretches;
  return days.filter(({ day }) => first === undefined || day < first.from || stretches.some(({ from, to }) => from <= day && day < to));
}
