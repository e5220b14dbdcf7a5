import { mondayOf } from "#server/domain/effort/work-calendar.ts";
import type { SearchParams } from "#app/ui/table/table-state.ts";

/** Two stretches of whole weeks, each from the ISO day on; of one that is no Monday the week around it counts. */
export type WeeksChosen = { earlier: string; later: string; weeks: number };

const DAY_MS = 86_400_000;
const MOST_WEEKS = 53;

/** What the address asks for; null where it asks for no weeks, or for none that exist. */
export function weeksChosen({ earlier, later, weeks }: SearchParams): WeeksChosen | null {
  if (!isDay(earlier) || !isDay(later) || typeof weeks !== "string" || !/^\d{1,2}$/.test(weeks)) return null;
  const count = Number(weeks);
  return count >= 1 && count <= MOST_WEEKS ? { earlier, later, weeks: count } : null;
}

export const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

export const addDays = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The Monday of the last week that is over by a day, both as days since 1970: the Sunday that ends it is not after that day. */
export const lastWholeWeek = (lastDay: number): string => dayOf(mondayOf(lastDay + 1) - 7);

/** The last weeks up to the one that begins on a Monday, and as many before them. */
export function lastWeeks(lastMonday: string, weeks: number): WeeksChosen {
  const later = addDays(lastMonday, -7 * (weeks - 1));
  return { earlier: addDays(later, -7 * weeks), later, weeks };
}

/** A day since 1970 as an ISO day. */
export const dayOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The first and the last day of a log, since 1970. */
export type LogDays = { firstDay: number; lastDay: number };

/** Whether a part of any of the stretches, whose days are ISO, lies before or after the log. */
export const notInLog = (stretches: readonly { from: string; to: string }[], { firstDay, lastDay }: LogDays): boolean =>
  stretches.some(({ from, to }) => from < dayOf(firstDay) || to > dayOf(lastDay));
