import { localParts, zoneClock } from "#server/domain/event-log/time-zone.ts";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { dayOf, isDay } from "./compare/weeks-chosen.ts";

/** The past day whose audit an address asks for, ISO; null for the newest. `problem` says why what it asks for is none. */
export type DayAsked = { day: string | null; problem: string | null };

/** The day before that of an instant in a zone, ISO: the last one that is over. */
export const lastDayOver = (now: Date, timeZone: string): string => dayOf(localParts(now.getTime(), zoneClock(timeZone)).day - 1);

/** @param lastDay the last day that is over, ISO */
export function dayAsked({ day }: SearchParams, lastDay: string): DayAsked {
  if (day === undefined || day === "") return { day: null, problem: null };
  if (!isDay(day) || new Date(day).toISOString().slice(0, 10) !== day)
    return { day: null, problem: "That is no day of the calendar. Choose one such as 2026-03-31; this is the newest audit." };
  if (day > lastDay) return { day: null, problem: `${day} is not over yet. Choose a day up to ${lastDay}; this is the newest audit.` };
  return { day, problem: null };
}
