import { PERSON, type ActivityName, type EventColumns } from "../event-log/columns.ts";
import { localParts, type ZoneClock } from "../event-log/time-zone.ts";
import { changeUpwards } from "./change-upwards.ts";

/** Manual work that has crept back: touches of an activity, a week, before and since a day (days since 1970-01-01). */
export type CreepAlarm = ActivityName & { sinceDay: number; usualAWeek: number; presentAWeek: number; chance: number };

/** A log shorter than this has no usual level to compare with. */
const FEWEST_DAYS = 42;
/** How often chance alone may raise an alarm anywhere in the log: once in a hundred audits. */
const CHANCE = 0.01;
/** A rise that nobody would notice is none to be told of. */
const LEAST_RISE = 1.2;

/**
 * Activities whose touches a day rose and stayed up, by change detection against counts adjusted for the weekday. The bound on chance
 * is divided by the number of activities that were looked at.
 *
 * @returns the least likely to be chance first; [] for a log of less than six weeks
 */
export function creepAlarms(columns: EventColumns, clock: ZoneClock): CreepAlarm[] {
  if (columns.length === 0) return [];
  const dayOf = (i: number) => localParts(columns.endedAtMs[i]!, clock).day;
  const firstDay = dayOf(0);
  // The last day is cut off by the end of the log.
  const days = dayOf(columns.length - 1) - firstDay;
  if (days < FEWEST_DAYS) return [];
  const counts = columns.activities.map(() => new Float64Array(days));
  for (let i = 0; i < columns.length; i += 1) {
    const day = dayOf(i) - firstDay;
    if (columns.kind[i] === PERSON && day < days) counts[columns.activityIx[i]!]![day]! += 1;
  }
  const touched = columns.activities.flatMap((activity, number) =>
    activity.workflow !== null && counts[number]!.some((count) => count > 0) ? [{ activity, counts: counts[number]! }] : [],
  );
  return touched
    .flatMap(({ activity, counts }): CreepAlarm[] => {
      const change = changeUpwards(counts);
      if (change === null || change.chance * touched.length > CHANCE || change.after < LEAST_RISE * change.before) return [];
      const { at, before, after, chance } = change;
      return [{ ...activity, sinceDay: firstDay + at, usualAWeek: before * 7, presentAWeek: after * 7, chance: chance * touched.length }];
    })
    .sort((a, b) => a.chance - b.chance || (a.activity < b.activity ? -1 : 1));
}
