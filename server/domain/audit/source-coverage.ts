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

/** Events of each source by day, and of each workflow by source. */
export const SOURCE_DAYS = "source days";
export const FEEDS = "feeds";

export const weeksOfDays = (first: number, last: number): number => Math.max(1, (last - first + 1) / 7);

type Days = { first: number; last: number };

function widen(all: Map<string, Days>, key: string, { first, last }: Days): void {
  const known = all.get(key);
  all.set(key, known === undefined ? { first, last } : { first: Math.min(known.first, first), last: Math.max(known.last, last) });
}
