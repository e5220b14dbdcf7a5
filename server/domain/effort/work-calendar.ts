import { localToUtcMs, zoneClock, type ZoneClock } from "../event-log/time-zone.ts";

const DAY_MS = 86_400_000;

/** Paid time of a day in minutes since local midnight, start before end. A night shift ends after 1440, on the next day. */
export type Shift = { startMinute: number; endMinute: number };

/**
 * When people are paid to work: a shift for each weekday (0 = Monday; null = free) and free days as days since 1970-01-01.
 * paidHoursAWeek: what one person is paid for a week where that is less than the shifts are long, as for part-time work.
 */
export type WorkCalendar = {
  zone: string;
  shifts: readonly (Shift | null)[];
  freeDays: ReadonlySet<number>;
  paidHoursAWeek?: number;
};

/** Monday to Friday, 09:00 to 17:00. An assumption until the workspace says otherwise. */
export function officeHours(zone: string): WorkCalendar {
  const shift = { startMinute: 9 * 60, endMinute: 17 * 60 };
  return { zone, shifts: [shift, shift, shift, shift, shift, null, null], freeDays: new Set() };
}

/** A calendar made ready for many questions. Days are days since 1970-01-01 in the workspace's zone; times are UTC. */
export type ShiftClock = {
  readonly clock: ZoneClock;
  dayOf(utcMs: number): number;
  /** Start and end of the paid shift of a day; equal on a free day. A shift across a change of the clocks has its true length. */
  shiftOf(day: number): { startMs: number; endMs: number };
  /** Paid time of a day. */
  paidMsOfDay(day: number): number;
  /** Paid time between two instants of one local day. */
  overlapMs(fromMs: number, toMs: number, day: number): number;
  /** Paid time of the week (Monday to Sunday) that a day is in. */
  paidMsOfWeek(day: number): number;
  /** The paid time of one actor, by their team's calendar. The days are the same for everybody. */
  of(actor: string): ActorShifts;
};

export type ActorShifts = Pick<ShiftClock, "overlapMs" | "paidMsOfDay" | "paidMsOfWeek">;

/** Monday of the week of a day, as a day. 1970-01-01 was a Thursday. */
export const mondayOf = (day: number) => day - ((((day + 3) % 7) + 7) % 7);

/**
 * @param calendar of the workspace: it holds for everybody without a calendar of their own, and its zone says what a day is
 * @param calendarOf the calendar of an actor's team; null where none is known
 */
export function shiftClock(calendar: WorkCalendar, calendarOf: (actor: string) => WorkCalendar | null = () => null): ShiftClock {
  const clock = zoneClock(calendar.zone);
  const shiftOf = shiftsOf(calendar);
  const common: ActorShifts = {
    paidMsOfDay: (day) => shiftOf(day).endMs - shiftOf(day).startMs,
    overlapMs(fromMs, toMs, day) {
      const { startMs, endMs } = shiftOf(day);
      return Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, startMs));
    },
    paidMsOfWeek: () => 0,
  };
  common.paidMsOfWeek = weeksOf(common, calendar.paidHoursAWeek);
  const teams = new Map<WorkCalendar, ActorShifts>();
  return {
    clock,
    dayOf: (utcMs) => Math.floor((utcMs + clock.offsetMs(utcMs)) / DAY_MS),
    shiftOf,
    ...common,
    of(actor) {
      const own = calendarOf(actor);
      if (own === null) return common;
      const known = teams.get(own) ?? teamShifts(own, calendar.zone);
      teams.set(own, known);
      return known;
    },
  };
}

/** Paid shifts by the calendar's own days, each worked out once. */
function shiftsOf(calendar: WorkCalendar): ShiftClock["shiftOf"] {
  const shifts = new Map<number, { startMs: number; endMs: number }>();
  let lastDay = Number.NaN;
  let last = { startMs: 0, endMs: 0 };
  const learn = (day: number) => {
    const shift = calendar.freeDays.has(day) ? null : (calendar.shifts[day - mondayOf(day)] ?? null);
    const at = (minute: number) => localToUtcMs(day * DAY_MS + minute * 60_000, calendar.zone);
    const found = shift === null ? { startMs: at(0), endMs: at(0) } : { startMs: at(shift.startMinute), endMs: at(shift.endMinute) };
    shifts.set(day, found);
    return found;
  };
  return (day) => {
    if (day === lastDay) return last;
    last = shifts.get(day) ?? learn(day);
    lastDay = day;
    return last;
  };
}

/**
 * A team's paid time on the days of the workspace. A team elsewhere may begin before midnight of the workspace and end after it: then its
 * shift is on two days, each with its part.
 */
function teamShifts(team: WorkCalendar, zone: string): ActorShifts {
  const shiftOf = shiftsOf(team);
  const starts = new Map<number, number>();
  const startOf = (day: number) => {
    const start = starts.get(day) ?? localToUtcMs(day * DAY_MS, zone);
    starts.set(day, start);
    return start;
  };
  // Zones are at most 26 hours apart: a day of the workspace lies within three days of any other zone, or four around the date line.
  // A night shift belongs to the day on which it began.
  const near = team.zone === zone ? [-1, 0] : [-2, -1, 0, 1, 2];
  const overlapMs: ActorShifts["overlapMs"] = (fromMs, toMs, day) => {
    const from = Math.max(fromMs, startOf(day));
    const to = Math.min(toMs, startOf(day + 1));
    let paid = 0;
    for (const away of near) {
      const { startMs, endMs } = shiftOf(day + away);
      paid += Math.max(0, Math.min(to, endMs) - Math.max(from, startMs));
    }
    return paid;
  };
  const paid = new Map<number, number>();
  const shifts: ActorShifts = {
    overlapMs,
    paidMsOfDay(day) {
      const known = paid.get(day) ?? overlapMs(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, day);
      paid.set(day, known);
      return known;
    },
    paidMsOfWeek: () => 0,
  };
  shifts.paidMsOfWeek = weeksOf(shifts, team.paidHoursAWeek);
  return shifts;
}

function weeksOf({ paidMsOfDay }: Pick<ActorShifts, "paidMsOfDay">, paidHoursAWeek = Number.POSITIVE_INFINITY): (day: number) => number {
  const weeks = new Map<number, number>();
  return (day) => {
    const monday = mondayOf(day);
    const known = weeks.get(monday);
    if (known !== undefined) return known;
    let paid = 0;
    for (let d = monday; d < monday + 7; d += 1) paid += paidMsOfDay(d);
    paid = Math.min(paid, paidHoursAWeek * 3_600_000);
    weeks.set(monday, paid);
    return paid;
  };
}
