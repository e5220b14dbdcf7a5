import { activityKey, activityOfKey, type ActivityName } from "../event-log/columns.ts";
import { changeUpwards, type ChangeUpwards } from "./change-upwards.ts";
import { actorKinds } from "../event-log/event.ts";
import { streamsOf, volumeBetween } from "./order-volume.ts";
import { fieldNumber } from "./roll-ups.ts";
import { peopleToldFrom } from "./source-coverage.ts";
import { partsOf, rowsOf, type Totals } from "./totals.ts";

/**
 * Manual work that has crept back: touches of an activity a week since a day (days since 1970-01-01), and what would be usual at the
 * order volume since then.
 */
export type CreepAlarm = ActivityName & { sinceDay: number; usualAWeek: number; presentAWeek: number; chance: number };

/** A log shorter than this has no usual level to compare with. */
const FEWEST_DAYS = 42;
/** How often chance alone may raise an alarm anywhere in the log: once in a hundred audits. */
const CHANCE = 0.01;
/** A rise that nobody would notice is none to be told of. */
const LEAST_RISE = 1.2;
/** Work follows its order at once, or a week or two later as returns do. */
const LAGS_DAYS = [0, 7, 14] as const;
/** Mean days by which work follows its orders where it is spread over weeks, as refunds are. */
const SPREADS_DAYS = [7, 14, 21, 28] as const;
/** Days for which orders came in before those that are counted. */
const BEFORE_DAYS = [0, 14] as const;

/**
 * Activities whose touches a day rose and stayed up, by change detection against counts adjusted for the weekday and for order volume
 * (cases begun a day): a rise that the orders explain, at once, up to two weeks later, or spread over the weeks behind them, is no creep. The bound on chance is divided by
 * the number of activities that were looked at.
 *
 * Days of which a source does not tell count neither as nothing nor as usual. An activity is looked at from the first day on which anybody
 * did it and its sources told of people, and up to the day to which the sources of most orders tell: where they lag behind, that few orders
 * began is not known, and would make usual work seem too much.
 *
 * @returns the least likely to be chance first; [] for a log of less than six weeks
 */
export function creepAlarms(totals: Totals): CreepAlarm[] {
  const found = touchesByDay(totals);
  if (found === null || found.days < FEWEST_DAYS) return [];
  const { firstDay, days, touched } = found;
  const streams = streamsOf(totals, found);
  const toldFrom = peopleToldFrom(totals, found);
  return touched
    .flatMap(({ activity, counts, from: begun }): CreepAlarm[] => {
      const told = toldFrom.get(activityKey(activity.workflow, activity.activity)) ?? firstDay;
      const from = Math.max(begun, told - firstDay);
      if (days - from < FEWEST_DAYS) return [];
      const volume = volumeBetween(streams, { from, to: days, fewestDays: FEWEST_DAYS });
      if (volume === null) return [];
      const own = counts.subarray(volume.from, volume.to);
      const lagged = LAGS_DAYS.map((lag) => changeUpwards(own, volume.starts, lag));
      const best = lagged.reduce((most, change) => Math.max(most, change?.fit ?? -Infinity), -Infinity);
      const spread = spreadVolumes(volume.starts).map((starts) => changeUpwards(own, starts, 0));
      // Only where the counts follow orders spread over weeks better than orders of one day has that a say.
      if (spread.some((change) => change !== null && change.fit > best && !isRise(change, touched.length))) return [];
      const alarms = lagged.flatMap((change): CreepAlarm[] => {
        if (change === null || !isRise(change, touched.length)) return [];
        const { at, before, after, chance } = change;
        const sinceDay = firstDay + volume.from + at;
        return [{ ...activity, sinceDay, usualAWeek: before * 7, presentAWeek: after * 7, chance: chance * touched.length }];
      });
      if (alarms.length < LAGS_DAYS.length) return [];
      return [alarms.reduce((worst, alarm) => (alarm.chance > worst.chance ? alarm : worst))];
    })
    .sort((a, b) => a.chance - b.chance || (a.activity < b.activity ? -1 : 1));
}

/** Beyond chance, given how many activities were looked at, and enough to be noticed. */
const isRise = ({ before, after, chance }: ChangeUpwards, activities: number): boolean =>
  chance * activities <= CHANCE && after >= LEAST_RISE * before;

const spreadVolumes = (starts: Float64Array | null): Float64Array[] =>
  starts ? SPREADS_DAYS.flatMap((days) => BEFORE_DAYS.map((before) => runIn(starts, days, before))) : [];

/**
 * The volume that work spread over weeks behind its orders has: each day's orders weigh less the longer ago they were. At the beginning of a log the
 * orders before it are missing, so such work only runs in: it rises without anything having changed.
 *
 * @param days mean of the spread, exponential
 * @param before days for which orders came in before the first that is counted
 */
function runIn(starts: Float64Array, days: number, before: number): Float64Array {
  const kept = Math.exp(-1 / days);
  const first = starts.subarray(0, 7).reduce((sum, count) => sum + count, 0) / 7;
  let level = first * (1 - kept ** before);
  return starts.map((count) => {
    level = kept * level + (1 - kept) * count;
    return level;
  });
}

/** `from`: the first day on which anybody, a program too, is known to have done it. Before, the source may not have told of it. */
type Touched = { activity: ActivityName; counts: Float64Array; from: number };
type TouchesByDay = { firstDay: number; days: number; touched: Touched[] };

const TOUCHES = fieldNumber("person");
const BY_KIND = actorKinds.map(fieldNumber);

function touchesByDay(totals: Totals): TouchesByDay | null {
  const rows = partsOf(totals, "roll-ups ").flatMap((part) =>
    rowsOf(totals, part).map(([key, row]) => {
      const cut = key.indexOf("\n");
      const events = BY_KIND.reduce((sum, field) => sum + (row[field] ?? 0), 0);
      return { day: Number(key.slice(0, cut)), activity: key.slice(cut + 1), touches: row[TOUCHES] ?? 0, events };
    }),
  );
  if (rows.length === 0) return null;
  const firstDay = rows.reduce((least, { day }) => Math.min(least, day), Number.POSITIVE_INFINITY);
  // The last day is cut off by the end of the log.
  const days = rows.reduce((most, { day }) => Math.max(most, day), Number.NEGATIVE_INFINITY) - firstDay;
  const counts = new Map<string, Float64Array>();
  const begins = new Map<string, number>();
  for (const { day, activity, touches, events } of rows) {
    if (events > 0) begins.set(activity, Math.min(begins.get(activity) ?? Infinity, day - firstDay));
    if (touches === 0 || day - firstDay >= days) continue;
    const own = counts.get(activity) ?? new Float64Array(days);
    counts.set(activity, own);
    own[day - firstDay]! += touches;
  }
  const touched = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => ({ activity: activityOfKey(key), counts: own, from: begins.get(key) ?? 0 }))
    .filter(({ activity }) => activity.workflow !== null);
  return { firstDay, days, touched };
}
