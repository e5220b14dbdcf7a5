import type { EvidenceClass, Interval } from "../interval.ts";
import { auxiliary, FEATURES, momentsByActivity, type Auxiliary, type Moments } from "../effort/auxiliary.ts";
import {
  ENOUGH_SAMPLES,
  estimateMinutes,
  FEW_SAMPLES,
  type ActivityToEstimate,
  type MinutesEstimate,
  type MinutesSample,
} from "../effort/estimate-minutes.ts";
import { coefficientOfVariation, samplesNeeded } from "../effort/sample-size.ts";
import { meanMinutes } from "../effort/sample-weights.ts";
import type { TouchBounds } from "../effort/touch-bounds.ts";
import type { ShiftClock } from "../effort/work-calendar.ts";
import { activityKey, PERSON, type EventColumns } from "../event-log/columns.ts";
import type { ActivityTally, Tally } from "./activity-tallies.ts";
import type { AuditOptions } from "./audit.ts";
import { rowsOf, splitKey, type Totals } from "./totals.ts";

/** Minutes of one activity: per touch without a recorded start, and of all its touches in the window (before the paid week is heeded). */
export type ActivityEffort = {
  minutesPerTouch: Interval;
  minutes: Interval;
  evidence: EvidenceClass;
  samples: number;
  shrunk: number;
  samplesWanted: number | null;
};

/** Precision the stop-watch page asks for: +-10 %. */
const WANTED_PRECISION = 0.1;
/** Auxiliary variables are used where this share of the items is linked to events: long items match less often, and would tilt them. */
const LINKED_SHARE = 0.9;

/** Timed items of an activity, how many of them are in the log, and what the log knows of all its items without a start. */
export type EffortInput = { items: MinutesSample[]; linked: number; moments: Moments | null };

/**
 * Minutes of each activity, from the best there is: recorded start and end where the source has both; for the rest timed samples, from five
 * on and below thirty never more than end times allow; else minutes somebody assumed; else the bounds from end times, with what the timed activities of the
 * workflow take as point, or the geometric mean of the two where none is timed. Fewer than five samples move that point,
 * all the way where there were no more touches, and not the bounds; where they name each of the touches they are its minutes.
 */
export function effortOfActivities(
  tallies: readonly ActivityTally[],
  inputs: readonly EffortInput[],
  options: AuditOptions,
): ActivityEffort[] {
  const estimates: (MinutesEstimate | null)[] = tallies.map(() => null);
  for (const workflow of new Set(tallies.map((tally) => tally.workflow))) {
    const members = tallies.flatMap((tally, number) =>
      tally.workflow === workflow && inputs[number]!.items.length >= FEW_SAMPLES ? [number] : [],
    );
    const wanted = members.map((number) => toEstimate(tallies[number]!, inputs[number]!));
    for (const [at, estimate] of estimateMinutes(wanted).entries()) {
      const number = members[at]!;
      const bounds = boundsOf(tallies[number]!);
      estimates[number] =
        estimate === null || bounds === null || estimate.samples >= ENOUGH_SAMPLES
          ? estimate
          : { ...estimate, minutesPerTouch: atMost(estimate.minutesPerTouch, bounds) };
    }
  }
  const usual = usualMinutes(tallies, estimates);
  return tallies.map((tally, number) =>
    effortOf(tally, {
      estimate: estimates[number]!,
      input: inputs[number]!,
      assumed: options.assumedMinutes?.get(tally.activity),
      usual: usual.get(tally.workflow),
    }),
  );
}

function toEstimate({ touches, recordedTouches }: Tally, { items, linked, moments }: EffortInput): ActivityToEstimate {
  // Items timed outside this log are no part of its population.
  return { count: touches - recordedTouches + (items.length - linked), moments, samples: items };
}

/** What end times allow a touch to take, in minutes; low > high where it was done outside of the paid hours, of which they say nothing. */
type Bounds = { low: number; high: number };

/** Of the touches without a recorded start; null when there are none. */
function boundsOf(tally: Tally): Bounds | null {
  const rest = tally.touches - tally.recordedTouches;
  if (rest === 0) return null;
  const perTouch = (ms: number) => Math.max(0, ms - tally.winsorisedMs) / 60_000 / rest;
  return { low: perTouch(tally.lowMs), high: perTouch(tally.highMs) };
}

const saysNothing = ({ low, high }: Bounds) => high === 0 || high < low;

/** Of bounds that nearly meet the low end is half of the high one: that a short gap was all work is an assumption. */
const lowEndOf = ({ low, high }: Bounds) => Math.min(low, high / 2);

/** What a few samples say, no more than there was time for the touches. Thirty are believed: several people may share an account. */
function atMost({ low, point, high }: Interval, bounds: Bounds): Interval {
  if (saysNothing(bounds) || high <= bounds.high) return { low, point, high };
  return {
    low: low < bounds.high ? low : lowEndOf(bounds),
    point: Math.min(point, bounds.high),
    high: bounds.high,
  };
}

/** Mean minutes a touch over the timed activities of each workflow, each by its touches; a workflow where nothing was timed is not in it. */
function usualMinutes(tallies: readonly ActivityTally[], estimates: readonly (MinutesEstimate | null)[]): Map<string | null, number> {
  const sums = new Map<string | null, { touches: number; minutes: number }>();
  for (const [number, { workflow, touches, recordedTouches }] of tallies.entries()) {
    const estimate = estimates[number];
    const rest = touches - recordedTouches;
    if (!estimate || rest === 0) continue;
    const sum = sums.get(workflow) ?? { touches: 0, minutes: 0 };
    sums.set(workflow, { touches: sum.touches + rest, minutes: sum.minutes + rest * estimate.minutesPerTouch.point });
  }
  return new Map([...sums].map(([workflow, { touches, minutes }]) => [workflow, minutes / touches]));
}

function effortOf(
  tally: Tally,
  {
    estimate,
    input,
    assumed,
    usual,
  }: {
    /** From five samples on. */
    estimate: MinutesEstimate | null;
    input: EffortInput;
    assumed: Interval | undefined;
    /** Minutes a touch of the workflow's timed activities. */
    usual: number | undefined;
  },
): ActivityEffort {
  const samples = input.items;
  const rest = tally.touches - tally.recordedTouches;
  const recorded = tally.winsorisedMs / 60_000;
  const cv = samples.length < FEW_SAMPLES ? null : coefficientOfVariation(samples);
  const wanted = cv === null ? null : Math.max(0, samplesNeeded({ cv, eps: WANTED_PRECISION, count: rest }) - samples.length);
  const known = { samples: samples.length, samplesWanted: rest === 0 ? 0 : wanted };
  const of = (perTouch: Interval, evidence: EvidenceClass, shrunk = 0): ActivityEffort => ({
    minutesPerTouch: perTouch,
    minutes: { low: recorded + rest * perTouch.low, point: recorded + rest * perTouch.point, high: recorded + rest * perTouch.high },
    evidence,
    shrunk,
    ...known,
  });
  const bounds = boundsOf(tally);
  if (bounds === null) {
    const mean = tally.touches === 0 ? 0 : recorded / tally.touches;
    return of(exactly(mean), "recorded");
  }
  if (estimate !== null) return of(estimate.minutesPerTouch, "timed", estimate.shrunk);
  // Each of its touches was timed: however few they are, nothing is left to estimate.
  if (input.linked === rest && samples.length === rest) return of(exactly(meanMinutes(samples) ?? 0), "timed");
  if (assumed !== undefined) return of(assumed, "assumed");
  const mean = meanMinutes(samples);
  if (mean !== null && saysNothing(bounds)) {
    const [alone] = estimateMinutes([toEstimate(tally, input)]);
    return of(alone!.minutesPerTouch, "timed");
  }
  const within = { low: lowEndOf(bounds), high: Math.max(bounds.low, bounds.high) };
  const untimed = untimedPoint(bounds, usual);
  if (mean === null) return of({ ...within, point: untimed }, "bounds");
  // Few, but all there was to time: then the point is theirs, within what end times allow.
  const weight = samples.length >= rest ? 1 : samples.length / FEW_SAMPLES;
  const point = untimed + weight * (Math.min(within.high, Math.max(bounds.low, mean)) - untimed);
  return of({ ...within, point }, "bounds", 1 - weight);
}

const exactly = (minutes: number): Interval => ({ low: minutes, point: minutes, high: minutes });

/**
 * An activity that nobody timed most likely takes what the others of its workflow take. Where end times rule that out it is unlike them, and the
 * middle of what they allow is as good a guess as any.
 */
function untimedPoint({ low, high: paid }: Bounds, usual: number | undefined): number {
  const high = Math.max(low, paid);
  if (usual !== undefined && usual >= low && usual <= high) return usual;
  return low > 0 ? Math.sqrt(low * high) : high / 2;
}

/** Samples that stand for themselves: timed items, or an even choice of the recorded durations where an activity has those. */
export function inputsOfTotals(totals: Totals, tallies: readonly ActivityTally[], options: AuditOptions): EffortInput[] {
  const capMinutes = options.winsoriseMinutes ?? 240;
  const timed = new Map<string, MinutesSample[]>();
  for (const { workflow, activity, minutes, chance } of options.timedSamples) {
    if (!(minutes >= 0)) continue;
    const key = activityKey(workflow, activity);
    const items = timed.get(key) ?? [];
    timed.set(key, items);
    items.push({ minutes: Math.min(minutes, capMinutes), features: null, ...chanceOf(chance) });
  }
  const recorded = new Map<string, Durations>();
  for (const [key, [count = 0]] of rowsOf(totals, "recorded")) {
    const [workflow = null, activity, classMs] = splitKey(key);
    const of = activityKey(workflow, activity ?? "");
    const durations = recorded.get(of) ?? [];
    recorded.set(of, durations);
    durations.push([Number(classMs), count]);
  }
  return tallies.map(({ workflow, activity }) => {
    const key = activityKey(workflow, activity);
    const own = timed.get(key) ?? [];
    const durations = recorded.get(key) ?? [];
    const enough = own.length === 0 && countOf(durations) >= FEW_SAMPLES;
    return { items: enough ? evenChoice(durations) : own, linked: 0, moments: null };
  });
}

const chanceOf = (chance: number | undefined) => (chance === undefined ? {} : { chance });

type Durations = [ms: number, count: number][];

const countOf = (durations: Durations) => durations.reduce((sum, [, count]) => sum + count, 0);

/** All of the durations, or as many as serve as samples at even ranks among them: their mean and spread are those of all. */
function evenChoice(durations: Durations): MinutesSample[] {
  const sorted = durations.toSorted(([a], [b]) => a - b);
  const count = countOf(sorted);
  const wanted = Math.min(count, 10 * ENOUGH_SAMPLES);
  const items: MinutesSample[] = [];
  let at = 0;
  let passed = sorted[0]![1];
  for (let k = 0; k < wanted; k += 1) {
    const rank = Math.floor(((k + 0.5) * count) / wanted);
    while (rank >= passed) {
      at += 1;
      passed += sorted[at]![1];
    }
    items.push({ minutes: sorted[at]![0] / 60_000, features: null });
  }
  return items;
}

/**
 * As inputsOfTotals, for a log in hand whose samples name their events: then what the log knows of those events counts too.
 *
 * @param population which of the events stand for all, where the log in hand is a part of one
 */
export function inputsOfColumns(
  columns: EventColumns,
  bounds: TouchBounds,
  { shifts, numberOf, population }: ColumnsSeen,
  options: Pick<AuditOptions, "timedSamples" | "winsoriseMinutes">,
): EffortInput[] {
  const untimed = (i: number) => columns.kind[i] === PERSON && bounds.recordedMs[i]! < 0 && population(i);
  const variables = auxiliary(columns, bounds.gapMs, shifts.clock);
  const moments = momentsByActivity(columns, variables, untimed);
  return samplesOf(columns, bounds, variables, numberOf, options).map((samples, number) => withMoments(samples, moments[number]!));
}

type ColumnsSeen = {
  shifts: ShiftClock;
  numberOf: (eventId: string) => number | null;
  population: (event: number) => boolean;
};

/** The few items that are linked to no event are taken to be as all are; with many of them the variables say nothing. */
function withMoments({ items, linked }: Samples, moments: Moments): EffortInput {
  const known = items.filter(({ features }) => features !== null).length;
  if (moments.count === 0 || known < LINKED_SHARE * items.length)
    return { items: items.map((item) => ({ ...item, features: null })), linked, moments: null };
  return { items: items.map((item) => ({ ...item, features: item.features ?? moments.mean })), linked, moments };
}

type Samples = { items: MinutesSample[]; linked: number };

function samplesOf(
  columns: EventColumns,
  bounds: TouchBounds,
  variables: Auxiliary,
  numberOf: (eventId: string) => number | null,
  options: Pick<AuditOptions, "timedSamples" | "winsoriseMinutes">,
): Samples[] {
  const numbers = new Map(columns.activities.map(({ workflow, activity }, number) => [activityKey(workflow, activity), number]));
  const capMinutes = options.winsoriseMinutes ?? 240;
  const found = columns.activities.map((): Samples => ({ items: [], linked: 0 }));
  const timed = new Set<number>();
  for (const { workflow, activity, minutes, eventId, chance } of options.timedSamples) {
    const number = numbers.get(activityKey(workflow, activity));
    if (number === undefined || !(minutes >= 0)) continue;
    const event = eventId === null ? null : numberOf(eventId);
    const usable =
      event !== null && columns.activityIx[event] === number && columns.kind[event] === PERSON && bounds.recordedMs[event]! < 0;
    if (usable && timed.has(event)) continue;
    if (usable) {
      timed.add(event);
      found[number]!.linked += 1;
    }
    const features = usable ? rowOf(variables, event) : null;
    found[number]!.items.push({ minutes: Math.min(minutes, capMinutes), features, ...chanceOf(chance) });
  }
  const recorded = columns.activities.map((): MinutesSample[] => []);
  for (let i = 0; i < columns.length; i += 1) {
    const number = columns.activityIx[i]!;
    if (
      columns.kind[i] !== PERSON ||
      bounds.recordedMs[i]! < 0 ||
      found[number]!.items.length > 0 ||
      recorded[number]!.length >= 10 * ENOUGH_SAMPLES
    )
      continue;
    recorded[number]!.push({ minutes: Math.min(bounds.recordedMs[i]! / 60_000, capMinutes), features: rowOf(variables, i) });
  }
  return found.map((samples, number) => (recorded[number]!.length >= FEW_SAMPLES ? { items: recorded[number]!, linked: 0 } : samples));
}

function rowOf(variables: Auxiliary, event: number): Float64Array {
  const row = new Float64Array(FEATURES);
  variables.read(event, row);
  return row;
}
