import type { Interval } from "../interval.ts";
import { mondayOf, type ShiftClock } from "../effort/work-calendar.ts";
import type { TouchBounds } from "../effort/touch-bounds.ts";
import { PERSON, type EventColumns } from "../event-log/columns.ts";

/** Minutes of one activity's touches whose start is not known, for each of them. */
export type MinutesPerTouch = readonly Interval[];

const FIGURES = ["low", "point", "high"] as const;

/**
 * What has to be taken away from each activity so that nobody's week exceeds the paid hours: in such a week all activities are
 * reduced in proportion. Touches without an actor cannot be assigned to a week of a person and are left.
 *
 * @param perTouch minutes a touch by activity number
 * @param winsoriseMs longest recorded duration that counts
 * @returns minutes to take away, by activity number
 */
export function overCapacity(
  columns: EventColumns,
  bounds: TouchBounds,
  shifts: ShiftClock,
  perTouch: MinutesPerTouch,
  winsoriseMs: number,
): Interval[] {
  const excess = columns.activities.map(() => ({ low: 0, point: 0, high: 0 }));
  const recordedMs = new Float64Array(columns.activities.length);
  const untimed = new Float64Array(columns.activities.length);
  const seen: number[] = [];
  const closeWeek = (day: number) => {
    const paidMinutes = shifts.paidMsOfWeek(day) / 60_000;
    for (const figure of FIGURES) {
      const minutes = seen.map((activity) => recordedMs[activity]! / 60_000 + untimed[activity]! * perTouch[activity]![figure]);
      const total = minutes.reduce((sum, value) => sum + value, 0);
      if (total <= paidMinutes) continue;
      for (const [at, activity] of seen.entries()) excess[activity]![figure] += minutes[at]! * (1 - paidMinutes / total);
    }
    for (const activity of seen) {
      recordedMs[activity] = 0;
      untimed[activity] = 0;
    }
    seen.length = 0;
  };
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    let monday = Number.NaN;
    for (let at = columns.actorStart[actor]!; at < columns.actorStart[actor + 1]!; at += 1) {
      const i = columns.byActor[at]!;
      if (columns.kind[i] !== PERSON) continue;
      const week = mondayOf(bounds.localDay[i]!);
      if (week !== monday && seen.length > 0) closeWeek(monday);
      monday = week;
      const activity = columns.activityIx[i]!;
      if (recordedMs[activity] === 0 && untimed[activity] === 0 && !seen.includes(activity)) seen.push(activity);
      if (bounds.recordedMs[i]! >= 0) recordedMs[activity]! += Math.min(bounds.recordedMs[i]!, winsoriseMs);
      else untimed[activity]! += 1;
    }
    if (seen.length > 0) closeWeek(monday);
  }
  return excess;
}
