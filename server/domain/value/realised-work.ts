import type { Interval } from "../interval.ts";
import { avoidedByHoldOut, type RecordTouches } from "./hold-out.ts";
import { avoidedByRegression } from "./poisson-regression.ts";

/** One local day of a workflow. day: days since 1970-01-01; volume: cases that began. */
export type WorkDay = { day: number; touches: number; volume: number };

/** One week since the automation acts. monday: days since 1970-01-01; avoided: null where there was no volume to spread over. */
export type WorkWeek = { monday: number; touches: number; volume: number; avoided: Interval | null };

/**
 * Touches that an automation took away, against what would have been without it. `too early`: neither a hold-out nor 14 days with volume
 * before and after exist yet.
 */
export type RealisedWork = {
  daysBefore: number;
  daysAfter: number;
  touchesSince: number;
  weeks: readonly WorkWeek[];
} & ({ method: "hold-out" | "regression"; avoided: Interval } | { method: "too early"; avoided: null });

/** Records a group needs before its touches say something of the other: below it one odd record decides. Class assumed. */
const FEWEST_HELD_OUT = 30;
const DAYS_A_WEEK = 7;
// 1970-01-01 was a Thursday.
const THURSDAY = 3;

/**
 * Measures an automation by its own hold-out where records were left to people at random, else by the days before and after.
 * The total is spread over the weeks by their volume, so that the weeks add up to it.
 *
 * @param days every day of the log, in order, without the last one, which is cut off
 * @param sinceDay the first day on which it acted
 */
export function realisedWork({
  days,
  sinceDay,
  holdOut,
}: {
  days: readonly WorkDay[];
  sinceDay: number;
  holdOut: { automated: RecordTouches; heldOut: RecordTouches } | null;
}): RealisedWork {
  const after = days.filter(({ day }) => day >= sinceDay);
  const weeks = weeksOf(after);
  const common = {
    daysBefore: days.filter(({ day, volume }) => day < sinceDay && volume > 0).length,
    daysAfter: after.filter(({ volume }) => volume > 0).length,
    touchesSince: after.reduce((sum, { touches }) => sum + touches, 0),
  };
  const byHoldOut =
    holdOut !== null && holdOut.heldOut.records >= FEWEST_HELD_OUT && holdOut.automated.records >= FEWEST_HELD_OUT
      ? avoidedByHoldOut(holdOut.automated, holdOut.heldOut)
      : null;
  const avoided =
    byHoldOut ??
    avoidedByRegression(days.map((day) => ({ ...day, weekday: weekdayOf(day.day), promotion: false, post: day.day >= sinceDay })));
  if (avoided === null) return { ...common, method: "too early", avoided: null, weeks };
  return { ...common, method: byHoldOut === null ? "regression" : "hold-out", avoided, weeks: spread(weeks, avoided) };
}

function weekdayOf(day: number): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;
  return weekdays[(day + THURSDAY) % DAYS_A_WEEK] ?? 0;
}

function weeksOf(days: readonly WorkDay[]): WorkWeek[] {
  const byMonday = Map.groupBy(days, ({ day }) => day - weekdayOf(day));
  return [...byMonday].map(([monday, own]) => ({
    monday,
    touches: own.reduce((sum, { touches }) => sum + touches, 0),
    volume: own.reduce((sum, { volume }) => sum + volume, 0),
    avoided: null,
  }));
}

function spread(weeks: readonly WorkWeek[], total: Interval): WorkWeek[] {
  const volume = weeks.reduce((sum, week) => sum + week.volume, 0);
  return weeks.map((week) => ({ ...week, avoided: volume === 0 ? null : scaled(total, week.volume / volume) }));
}

function scaled({ low, point, high }: Interval, share: number): Interval {
  return { low: low * share, point: point * share, high: high * share };
}

/**
 * Hours of avoided touches.
 *
 * @returns low takes the unfavourable ends of both intervals and high the favourable ones: a cautious range
 */
export function realisedHours(avoidedTouches: Interval, minutesPerTouch: Interval): Interval {
  const { low, point, high } = avoidedTouches;
  return {
    low: (low * (low < 0 ? minutesPerTouch.high : minutesPerTouch.low)) / 60,
    point: (point * minutesPerTouch.point) / 60,
    high: (high * (high < 0 ? minutesPerTouch.low : minutesPerTouch.high)) / 60,
  };
}
