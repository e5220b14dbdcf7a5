import { DAY_MS, MINUTE_MS, atLocal, dayOf, minutesOfDay } from "../../calendar.ts";
import { ZONE } from "./account.ts";

/** "2026-11-01T09:30:00.1230000": local, with seven places of a second and no zone. */
export function printTime(atMs: number): string {
  const wallMs = dayOf(ZONE, atMs) * DAY_MS + Math.round(minutesOfDay(ZONE, atMs) * MINUTE_MS);
  return `${new Date(wallMs).toISOString().slice(0, 23)}0000`;
}

/** A time of a question, "2026-11-01 09:30:00" or with a T, or a day alone; null when it is none. */
export function readTime(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(text);
  const dayMs = match ? Date.parse(`${match[1]}T00:00:00Z`) : Number.NaN;
  if (!match || Number.isNaN(dayMs)) return null;
  const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
  return atLocal(ZONE, dayMs / DAY_MS, minutes) + Number(match[4] ?? 0) * 1000;
}
