import { workflowsOf, type EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

/** Quantiles of durations in hours; null for no cases. */
export type Spread = { count: number; meanHours: number; medianHours: number; p90Hours: number } | null;

/** Throughput of a case: from the start (or, where not recorded, the end) of its first event to the end of its last. Milliseconds by case number. */
export function throughputMs(columns: EventColumns): Float64Array {
  const { byCase, startedAtMs, endedAtMs } = columns;
  const throughput = new Float64Array(columns.cases.length);
  eachCase(columns, (number, from, to) => {
    const first = byCase[from]!;
    const started = startedAtMs[first]!;
    throughput[number] = endedAtMs[byCase[to - 1]!]! - (Number.isNaN(started) ? endedAtMs[first]! : started);
  });
  return throughput;
}

/**
 * Waiting before an event: from the end of the case's previous event to the recorded start, 0 if they overlap. Without a start the
 * whole gap, work included: an upper figure. Milliseconds by event number; -1 for the first of a case.
 */
export function waitingMs(columns: EventColumns): Float64Array {
  const { byCase, startedAtMs, endedAtMs } = columns;
  const waiting = new Float64Array(columns.length).fill(-1);
  eachCase(columns, (_, from, to) => {
    for (let at = from + 1; at < to; at += 1) {
      const i = byCase[at]!;
      const began = Number.isNaN(startedAtMs[i]!) ? endedAtMs[i]! : startedAtMs[i]!;
      waiting[i] = Math.max(0, began - endedAtMs[byCase[at - 1]!]!);
    }
  });
  return waiting;
}

/** Sum of the waiting before the events of each workflow, in milliseconds. */
export function waitingOfWorkflows(columns: EventColumns): Map<string | null, number> {
  const waiting = waitingMs(columns);
  const { workflowIx, workflows } = workflowsOf(columns);
  const sums = new Float64Array(workflows.length);
  for (let i = 0; i < columns.length; i += 1) if (waiting[i]! > 0) sums[workflowIx[columns.activityIx[i]!]!]! += waiting[i]!;
  return new Map(workflows.map((workflow, number) => [workflow, sums[number]!]));
}

/** Mean, median and 90th percentile (nearest rank) of durations. */
export function spreadOf(durationsMs: readonly number[] | Float64Array): Spread {
  if (durationsMs.length === 0) return null;
  const sorted = Float64Array.from(durationsMs).sort();
  const rank = (p: number) => sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]! / 3_600_000;
  return {
    count: sorted.length,
    meanHours: sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length / 3_600_000,
    medianHours: rank(0.5),
    p90Hours: rank(0.9),
  };
}
