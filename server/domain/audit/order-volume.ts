import { toldFrom } from "./source-coverage.ts";
import { rowsOf, splitKey, type Totals } from "./totals.ts";

/** Cases that began, of one workflow as one source tells of it; days are offsets from the first day of the log, `to` is past the last. */
export type Stream = { from: number; to: number; starts: Float64Array; aDay: number };

/** Cases that began by day, in the days of [from, to); starts null: too few begin to say how work follows them. */
export type Volume = { from: number; to: number; starts: Float64Array | null };

/** By source, workflow and day of its first event: cases. */
export const STARTS = "starts";
/** A case of this kind is a thing that stays, at which people work again and again: none begins when it is first seen. */
const STANDING = "sku:";
export const isStanding = (caseId: string): boolean => caseId.startsWith(STANDING);

/**
 * A case that was open when a source began to tell seems to begin with the first that is seen of it. Two weeks on most are through: orders
 * take days, returns and purchase orders some weeks, of which the later part counts little.
 */
const OPEN_BEFORE_DAYS = 14;
/** What has been silent for eight weeks is given up: nobody waits for its cases any more. Sooner it may still tell of the days since. */
const GIVEN_UP_DAYS = 56;
/** With fewer cases a day than this nothing can be said of how work follows them. */
const FEWEST_A_DAY = 1;

/**
 * The streams of cases in a log, each with the days of which it tells. A stream ends before the log does when it is silent for longer at the
 * end than it ever was between: its connection lags or lost access, and that no case began is not known.
 */
export function streamsOf(totals: Totals, { firstDay, days }: { firstDay: number; days: number }): Stream[] {
  const byStream = new Map<string, Float64Array>();
  for (const [key, [count = 0]] of rowsOf(totals, STARTS)) {
    const [source, workflow = null, day] = splitKey(key);
    const at = Number(day) - firstDay;
    if (at < 0 || at >= days) continue;
    const stream = JSON.stringify([source, workflow]);
    const starts = byStream.get(stream) ?? new Float64Array(days);
    byStream.set(stream, starts);
    starts[at]! += count;
  }
  return [...byStream.values()].flatMap((starts): Stream[] => {
    const from = toldFrom(starts) + OPEN_BEFORE_DAYS;
    const to = endOf(starts);
    return to <= from ? [] : [{ from, to, starts, aDay: sum(starts, from, to) / (to - from) }];
  });
}

/**
 * The volume by which work is measured in a stretch of days. The streams that hold most of it have to cover all of the days that are
 * compared: the stretch is cut to those. Others count where they cover all of these as well, so that no stream comes or goes within.
 *
 * @param fewestDays a shorter stretch cannot be compared
 * @returns null where they cover too few days together
 */
export function volumeBetween(
  streams: readonly Stream[],
  { from, to, fewestDays }: { from: number; to: number; fewestDays: number },
): Volume | null {
  const known = streams.filter((stream) => to - stream.to <= GIVEN_UP_DAYS && covered(stream, from, to) >= fewestDays);
  const half = known.reduce((all, { aDay }) => all + aDay, 0) / 2;
  if (half * 2 < FEWEST_A_DAY) return { from, to, starts: null };
  const cut = { from, to };
  let held = 0;
  for (const stream of known.toSorted((a, b) => b.aDay - a.aDay)) {
    if (held >= half) break;
    held += stream.aDay;
    cut.from = Math.max(cut.from, stream.from);
    cut.to = Math.min(cut.to, stream.to);
  }
  if (cut.to - cut.from < fewestDays) return null;
  const starts = new Float64Array(cut.to - cut.from);
  for (const stream of known)
    if (stream.from <= cut.from && stream.to >= cut.to)
      for (let at = cut.from; at < cut.to; at += 1) starts[at - cut.from]! += stream.starts[at]!;
  return { ...cut, starts };
}

const covered = (stream: Stream, from: number, to: number): number => Math.min(stream.to, to) - Math.max(stream.from, from);

/** Past the last day of which it tells; its last day is cut off where it ends before the log. */
function endOf(starts: Float64Array): number {
  let last = -1;
  let longest = 0;
  for (let day = 0; day < starts.length; day += 1) {
    if (starts[day] === 0) continue;
    if (last >= 0) longest = Math.max(longest, day - last - 1);
    last = day;
  }
  return starts.length - 1 - last > longest ? last : starts.length;
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at += 1) total += values[at]!;
  return total;
}
