import type { EvidenceClass, Interval } from "../interval.ts";
import { auxiliary, FEATURES, momentsByActivity, type Auxiliary } from "../effort/auxiliary.ts";
import {
  ENOUGH_SAMPLES,
  estimateMinutes,
  type ActivityToEstimate,
  type MinutesEstimate,
  type MinutesSample,
} from "../effort/estimate-minutes.ts";
import { coefficientOfVariation, samplesNeeded } from "../effort/sample-size.ts";
import type { TouchBounds } from "../effort/touch-bounds.ts";
import type { ShiftClock } from "../effort/work-calendar.ts";
import { activityKey, PERSON, type EventColumns } from "../event-log/columns.ts";
import type { Tally } from "./activity-tallies.ts";
import type { AuditOptions } from "./audit.ts";

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
/** Recorded touches of an activity serve as samples of its others from this number on. */
const RECORDED_AS_SAMPLES = 5;

/**
 * Minutes of each activity, from the best there is: recorded start and end where the source has both; for the rest timed samples;
 * else minutes somebody assumed; else the bounds from end times, with the geometric mean of the two as point.
 */
export function effortOfActivities(
  columns: EventColumns,
  bounds: TouchBounds,
  shifts: ShiftClock,
  tallies: readonly Tally[],
  numberOf: (eventId: string) => number | null,
  options: AuditOptions,
): ActivityEffort[] {
  const untimed = (i: number) => columns.kind[i] === PERSON && bounds.recordedMs[i]! < 0;
  const variables = auxiliary(columns, bounds.gapMs, shifts.clock);
  const moments = momentsByActivity(columns, variables, untimed);
  const samples = samplesOf(columns, bounds, variables, numberOf, options);
  const estimates: (MinutesEstimate | null)[] = columns.activities.map(() => null);
  const workflows = new Set(columns.activities.map((activity) => activity.workflow));
  for (const workflow of workflows) {
    const members = columns.activities.flatMap((activity, number) => (activity.workflow === workflow ? [number] : []));
    const inputs = members.map((number): ActivityToEstimate => {
      const { items, linked } = samples[number]!;
      const rest = tallies[number]!.touches - tallies[number]!.recordedTouches;
      // Items timed outside this log are no part of its population.
      return { count: rest + (items.length - linked), moments: moments[number]!, samples: items };
    });
    for (const [at, estimate] of estimateMinutes(inputs).entries()) estimates[members[at]!] = estimate;
  }
  return tallies.map((tally, number) =>
    effortOf(tally, estimates[number]!, samples[number]!.items, options.assumedMinutes?.get(columns.activities[number]!.activity)),
  );
}

function effortOf(
  tally: Tally,
  estimate: MinutesEstimate | null,
  samples: readonly MinutesSample[],
  assumed: Interval | undefined,
): ActivityEffort {
  const rest = tally.touches - tally.recordedTouches;
  const recorded = tally.winsorisedMs / 60_000;
  const cv = coefficientOfVariation(samples.map((sample) => sample.minutes));
  const wanted = cv === null ? null : Math.max(0, samplesNeeded({ cv, eps: WANTED_PRECISION, count: rest }) - samples.length);
  const known = { samples: samples.length, shrunk: estimate?.shrunk ?? 0, samplesWanted: rest === 0 ? 0 : wanted };
  const of = (perTouch: Interval, evidence: EvidenceClass): ActivityEffort => ({
    minutesPerTouch: perTouch,
    minutes: { low: recorded + rest * perTouch.low, point: recorded + rest * perTouch.point, high: recorded + rest * perTouch.high },
    evidence,
    ...known,
  });
  if (rest === 0) {
    const mean = tally.touches === 0 ? 0 : recorded / tally.touches;
    return of({ low: mean, point: mean, high: mean }, "recorded");
  }
  if (estimate !== null) return of(estimate.minutesPerTouch, "timed");
  if (assumed !== undefined) return of(assumed, "assumed");
  const low = Math.max(0, tally.lowMs / 60_000 - recorded) / rest;
  const high = Math.max(low, (tally.highMs / 60_000 - recorded) / rest);
  return of({ low, point: low > 0 ? Math.sqrt(low * high) : high / 2, high }, "bounds");
}

type Samples = { items: MinutesSample[]; linked: number };

function samplesOf(
  columns: EventColumns,
  bounds: TouchBounds,
  variables: Auxiliary,
  numberOf: (eventId: string) => number | null,
  options: AuditOptions,
): Samples[] {
  const numbers = new Map(columns.activities.map(({ workflow, activity }, number) => [activityKey(workflow, activity), number]));
  const capMinutes = options.winsoriseMinutes ?? 240;
  const found = columns.activities.map((): Samples => ({ items: [], linked: 0 }));
  const timed = new Set<number>();
  for (const { workflow, activity, minutes, eventId } of options.timedSamples) {
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
    found[number]!.items.push({ minutes: Math.min(minutes, capMinutes), features: usable ? rowOf(variables, event) : null });
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
  return found.map((samples, number) =>
    recorded[number]!.length >= RECORDED_AS_SAMPLES ? { items: recorded[number]!, linked: 0 } : samples,
  );
}

function rowOf(variables: Auxiliary, event: number): Float64Array {
  const row = new Float64Array(FEATURES);
  variables.read(event, row);
  return row;
}
