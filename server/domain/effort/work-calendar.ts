import { localToUtcMs, zoneClock, type ZoneClock } from "../event-log/time-zone.ts";

const DAY_MS = 86_400_000;

/** Paid time of a day in minutes since local midnight, start before end. */
export type Shift = { startMinute: number; endMinute: number };

/** When people are paid to work: a shift for each weekday (0 = Monday; null = free) and free days as days since 1970-01-01. */
export type WorkCalendar = {
  zone: string;
  shifts: readonly (Shift | null)[];
  freeDays: ReadonlySet<number>;
};

/** Monday to Friday, 09:00 to 17:00. An assumption until the workspace says otherwise. */
export function officeHours(zone: string): WorkCalendar {
  const shift = { startMinute: 9 * 60, endMinute: 17 * 60 };
  return { zone, shifts: [shift, shift, shift, shift, shift, null, null], freeDays: new Set() };
}

/** A calendar made ready for many questions. Days are days since 1970-01-01 in the calendar's zone; times are UTC. */
export type ShiftClock = {
  readonly clock: ZoneClock;
  dayOf(utcMs: number): number;
  /** Start and end of the paid shift of a day; equal on a free day. A shift across a change of the clocks has its true length. */
  shiftOf(day: number): { startMs: number; endMs: number };
  /** Paid time between two instants of one local day. */
  overlapMs(fromMs: number, toMs: number, day: number): number;
  /** Paid time of the week (Monday to Sunday) that a day is in. */
  paidMsOfWeek(day: number): number;
};

/** Monday of the week of a day, as a day. 1970-01-01 was a Thursday. */
export const mondayOf = (day: number) => day - ((((day + 3) % 7) + 7) % 7);

export function shiftClock(calendar: WorkCalendar): ShiftClock {
  const clock = zoneClock(calendar.zone);
  const shifts = new Map<number, { startMs: number; endMs: number }>();
  const weeks = new Map<number, number>();
  let lastDay = Number.NaN;
  let last = { startMs: 0, endMs: 0 };
  const shiftOf = (day: number) => {
    if (day === lastDay) return last;
    last = shifts.get(day) ?? learn(day);
    lastDay = day;
    return last;
  };
  const learn = (day: number) => {
    const shift = calendar.freeDays.has(day) ? null : (calendar.shifts[day - mondayOf(day)] ?? null);
    const at = (minute: number) => localToUtcMs(day * DAY_MS + minute * 60_000, calendar.zone);
    const found = shift === null ? { startMs: at(0), endMs: at(0) } : { startMs: at(shift.startMinute), endMs: at(shift.endMinute) };
    shifts.set(day, found);
    return found;
  };
  return {
    clock,
    dayOf: (utcMs) => Math.floor((utcMs + clock.offsetMs(utcMs)) / DAY_MS),
    shiftOf,
    overlapMs(fromMs, toMs, day) {
      const { startMs, endMs } = shiftOf(day);
      return Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, startMs));
    },
    paidMsOfWeek(day) {
      const monday = mondayOf(day);
      const known = weeks.get(monday);
      if (known !== undefined) return known;
      let paid = 0;
      for (let d = monday; d < monday + 7; d += 1) paid += shiftOf(d).endMs - shiftOf(d).startMs;
      weeks.set(monday, paid);
      return paid;
    },
  };
}
