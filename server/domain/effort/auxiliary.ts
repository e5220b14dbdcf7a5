import { PERSON, type EventColumns } from "../event-log/columns.ts";
import { concurrency } from "../mining/concurrency.ts";
import { eachCase } from "../mining/case-passes.ts";
import type { ZoneClock } from "../event-log/time-zone.ts";
import { localParts } from "../event-log/time-zone.ts";

/** Caps of the gaps, in seconds: a short touch shows in the first minutes, one left open only beyond the hour. */
const CAPS_SECONDS = [300, 900, 3600, 14_400];
/**
 * "Ended just after opening, and could have begun the day before": work that was left open overnight. Whether the actor's previous touch was long
 * ago says nothing: who left several items open closes them one after the other.
 */
const OVERNIGHT_SECONDS = [300, 900, 3600];
const LONGEST_SECONDS = 14_400;
/** What lies further back than this tells nothing more of a touch. */
export const LONGEST_GAP_MS = LONGEST_SECONDS * 1000;
/** Further back in a case than this nothing is looked for that could have enabled the work. */
const LOOK_BACK = 20;

/** Places of three of the variables, capped at four hours: since what enabled the work, since that or the actor's previous touch, and since those or opening. */
export const ENABLING_GAP = 3 * CAPS_SECONDS.length - 1;
export const ACTOR_OR_ENABLING_GAP = 5 * CAPS_SECONDS.length - 1;
export const SHORTEST_GAP = 6 * CAPS_SECONDS.length - 1;

/** An hour of the day in which fewer than this share of the touches end is no hour of work: round the clock each has 4 %, in a shift of eight 12 %. */
const QUIET_SHARE = 0.01;

/** Place of the mark of work that was closed in a quiet hour. */
export const QUIET_HOUR = 6 * CAPS_SECONDS.length + OVERNIGHT_SECONDS.length;
/** Place of the mark of work that was left open overnight and ended up to an hour after opening. */
export const OVERNIGHT = QUIET_HOUR - 1;

/** How many auxiliary variables a touch has. */
export const FEATURES = QUIET_HOUR + 1;

/**
 * What the log knows about a touch whose start it does not know: auxiliary variables for ratio and regression estimators.
 * Six gaps, each capped at 5, 15, 60 and 240 minutes: since the actor's previous touch, the case's previous event, the event that
 * enabled the work (the last one that does not run side by side with it), the smaller of actor and case, of actor and enabling,
 * and of those and the time since opening; then three marks of work left open overnight, and one of work closed in an hour in which hardly
 * anybody works. Whole seconds, so that sums are exact.
 */
export type Auxiliary = {
  /** Writes the variables of one event. */
  read(event: number, into: Float64Array): void;
  /** Number of the activity that was the last in the case before this event; -1 where it is the case's first. */
  after(event: number): number;
};

export function auxiliary(columns: EventColumns, actorGapMs: Float64Array, clock: ZoneClock): Auxiliary {
  const { length, byCase, activityIx, endedAtMs } = columns;
  const caseGap = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  const enabledGap = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  const afterIx = new Int32Array(length).fill(-1);
  const sideBySide = concurrency(columns);
  eachCase(columns, (_, from, to) => {
    for (let at = from + 1; at < to; at += 1) {
      const i = byCase[at]!;
      caseGap[i] = endedAtMs[i]! - endedAtMs[byCase[at - 1]!]!;
      afterIx[i] = activityIx[byCase[at - 1]!]!;
      for (let back = at - 1; back >= Math.max(from, at - LOOK_BACK); back -= 1) {
        const j = byCase[back]!;
        if (sideBySide(activityIx[j]!, activityIx[i]!)) continue;
        enabledGap[i] = endedAtMs[i]! - endedAtMs[j]!;
        break;
      }
    }
  });
  const quiet = quietHours(columns, clock);
  const openingMs = Math.max(0, quiet.indexOf(false)) * 3_600_000;
  return {
    read(i, into) {
      const actor = actorGapMs[i]! < 0 ? LONGEST_SECONDS : seconds(actorGapMs[i]!);
      const inCase = seconds(caseGap[i]!);
      const enabled = seconds(enabledGap[i]!);
      const { msOfDay, hour } = localParts(endedAtMs[i]!, clock);
      const opened = seconds(Math.max(0, msOfDay - openingMs));
      const since = Math.min(actor, enabled);
      let at = 0;
      for (const gap of [actor, inCase, enabled, Math.min(actor, inCase), since, Math.min(since, opened)]) {
        for (const cap of CAPS_SECONDS) {
          into[at] = Math.min(gap, cap);
          at += 1;
        }
      }
      for (const limit of OVERNIGHT_SECONDS) {
        into[at] = opened < limit && enabled >= LONGEST_SECONDS ? LONGEST_SECONDS : 0;
        at += 1;
      }
      into[QUIET_HOUR] = quiet[hour] ? since : 0;
    },
    after: (i) => afterIx[i]!,
  };
}

const seconds = (ms: number) => Math.min(LONGEST_SECONDS, Math.floor(ms / 1000));

/** For each local hour of the day whether hardly any touch ends in it. */
function quietHours(columns: EventColumns, clock: ZoneClock): boolean[] {
  const ofHour = Array.from({ length: 24 }, () => 0);
  let touches = 0;
  for (let i = 0; i < columns.length; i += 1) {
    if (columns.kind[i] !== PERSON) continue;
    ofHour[localParts(columns.endedAtMs[i]!, clock).hour]! += 1;
    touches += 1;
  }
  return ofHour.map((count) => count < QUIET_SHARE * touches);
}

/** Count, mean and variance of each auxiliary variable over the touches of an activity: all that the estimator needs of them. */
export type Moments = { count: number; mean: Float64Array; variance: Float64Array };

/** Moments of each activity over the events chosen; activities without any have count 0. Sums are whole numbers, so exact in any order. */
export function momentsByActivity(columns: EventColumns, variables: Auxiliary, chosen: (event: number) => boolean): Moments[] {
  const sums = columns.activities.map(() => ({ count: 0, sum: new Float64Array(FEATURES), squares: new Float64Array(FEATURES) }));
  const row = new Float64Array(FEATURES);
  for (let i = 0; i < columns.length; i += 1) {
    if (!chosen(i)) continue;
    variables.read(i, row);
    const into = sums[columns.activityIx[i]!]!;
    into.count += 1;
    for (let f = 0; f < FEATURES; f += 1) {
      into.sum[f]! += row[f]!;
      into.squares[f]! += row[f]! * row[f]!;
    }
  }
  return sums.map(({ count, sum, squares }) => ({
    count,
    mean: sum.map((value) => (count === 0 ? 0 : value / count)),
    variance: squares.map((value, f) => (count === 0 ? 0 : Math.max(0, value / count - (sum[f]! / count) ** 2))),
  }));
}
