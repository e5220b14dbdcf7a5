import { activityKey } from "../event-log/columns.ts";
import { keyOf, rowsOf, splitKey, textsOf, type Totals } from "./totals.ts";

/**
 * Which days of a log each workflow could be seen in, and how many weeks they are: from the first to the last day of the sources that feed it, whatever others are
 * in the log beside them. A history of years in one source so makes no work of another less.
 *
 * @returns by keyOf(workflow), at least one week: a log of three days may be a full week's work; workflows that no source feeds are not in it
 */
export function daysCovered(totals: Totals): Map<string, Stretch> {
  const daysOf = new Map<string, Days>();
  for (const [key] of rowsOf(totals, SOURCE_DAYS)) {
    const [source = "", day] = textsOf(key);
    widen(daysOf, source, { first: Number(day), last: Number(day) });
  }
  const covered = new Map<string, Days>();
  for (const [key] of rowsOf(totals, FEEDS)) {
    const [workflow = null, source] = splitKey(key);
    const days = daysOf.get(source ?? "");
    if (days !== undefined) widen(covered, keyOf(workflow), days);
  }
  return new Map(
    [...covered].map(([workflow, { first, last }]) => [workflow, { firstDay: first, lastDay: last, weeks: weeksOfDays(first, last) }]),
  );
}

/** Days since 1970-01-01 in the workspace's zone, and the weeks that they count as. */
export type Stretch = { firstDay: number; lastDay: number; weeks: number };

/** Events of each source by day, and how many of them are touches; events of each workflow by source, and touches of each activity. */
export const SOURCE_DAYS = "source days";
export const FEEDS = "feeds";
export const DONE_IN = "done in";

/** A source that one in ten touches of an activity or more come from has to tell of a day for it to be compared. */
const FEWEST_TOUCHES = 0.1;
const WEEK = 7;
/** A week with less than this of what a week usually has is from before a source began to tell: of some cases it tells more than of others. */
const THIN = 0.25;

/**
 * From which day on a series tells: the first week that holds a quarter or more of what its weeks usually hold. Of what was done before,
 * only some came along, with cases that were still open.
 *
 * @param counts one a day
 * @returns the day's place among them; their length where there is nothing in them
 */
export function toldFrom(counts: ArrayLike<number>): number {
  let first = 0;
  while (first < counts.length && counts[first] === 0) first += 1;
  const weeks: number[] = [];
  for (let day = first; day < counts.length; day += 1) {
    const week = Math.floor((day - first) / WEEK);
    weeks[week] = (weeks[week] ?? 0) + counts[day]!;
  }
  const usual = weeks.toSorted((a, b) => a - b)[Math.floor(weeks.length / 2)] ?? 0;
  return Math.min(
    counts.length,
    first +
      WEEK *
        Math.max(
          0,
          weeks.findIndex((count) => count >= THIN * usual),
        ),
  );
}

/**
 * From which day on people's work is told of, by activityKey: the latest day on which a source that tells of the activity told of anything
 * that a person did. A source that was connected later, or whose permission to tell who acted came later, is silent on the days before.
 *
 * @returns days since 1970-01-01 in the workspace's zone
 */
export function peopleToldFrom(totals: Totals, { firstDay, days }: { firstDay: number; days: number }): Map<string, number> {
  const bySource = new Map<string, { events: Float64Array; touches: Float64Array }>();
  for (const [key, [events = 0, touches = 0]] of rowsOf(totals, SOURCE_DAYS)) {
    const [source = "", day] = textsOf(key);
    const at = Number(day) - firstDay;
    if (at < 0 || at >= days) continue;
    const own = bySource.get(source) ?? { events: new Float64Array(days), touches: new Float64Array(days) };
    bySource.set(source, own);
    own.events[at]! += events;
    own.touches[at]! += touches;
  }
  const fromOf = new Map(
    [...bySource].map(([source, { events, touches }]) => {
      const told = toldFrom(events);
      const person = touches.findIndex((count, at) => count > 0 && at >= told);
      return [source, firstDay + (person < 0 ? told : person)] as const;
    }),
  );
  const sourcesOf = new Map<string, [source: string, touches: number][]>();
  for (const [key, [touches = 0]] of rowsOf(totals, DONE_IN)) {
    const [workflow = null, activity, source] = splitKey(key);
    const name = activityKey(workflow, activity ?? "");
    sourcesOf.set(name, [...(sourcesOf.get(name) ?? []), [source ?? "", touches]]);
  }
  return new Map(
    [...sourcesOf].map(([name, sources]) => {
      const all = sources.reduce((sum, [, touches]) => sum + touches, 0);
      const from = sources.filter(([, touches]) => touches >= FEWEST_TOUCHES * all).map(([source]) => fromOf.get(source) ?? firstDay);
      return [name, Math.max(firstDay, ...from)];
    }),
  );
}

export const weeksOfDays = (first: number, last: number): number => Math.max(1, (last - first + 1) / 7);

type Days = { first: number; last: number };

function widen(all: Map<string, Days>, key: string, { first, last }: Days): void {
  const known = all.get(key);
  all.set(key, known === undefined ? { first, last } : { first: Math.min(known.first, first), last: Math.max(known.last, last) });
}
