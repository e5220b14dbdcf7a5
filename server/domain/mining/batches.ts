import { PERSON, type EventColumns } from "../event-log/columns.ts";

/** Longest pause within a batch. Source: audit method; Martin et al. (2015 to 2021) on batch processing in event logs. */
export const BATCH_GAP_MS = 15 * 60_000;

/** Touches of one activity by one person in quick succession on at least two cases. `events` are event numbers in order of time. */
export type Batch = { actor: string; activityIx: number; events: number[] };

/**
 * Batches: same person, same activity, at most 15 minutes from end to end, at least two different cases. Other activities of the
 * person in between do not end a batch.
 *
 * @returns batches by actor, then by time of their first event
 */
export function batches(columns: EventColumns, gapMs: number = BATCH_GAP_MS): Batch[] {
  const { byActor, actorStart, kind, activityIx, caseIx, endedAtMs } = columns;
  const found: Batch[] = [];
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    const open = new Map<number, number[]>();
    const closed: number[][] = [];
    const close = (run: number[]) => {
      if (run.some((i) => caseIx[i] !== caseIx[run[0]!])) closed.push(run);
    };
    for (let at = actorStart[actor]!; at < actorStart[actor + 1]!; at += 1) {
      const i = byActor[at]!;
      if (kind[i] !== PERSON) continue;
      const run = open.get(activityIx[i]!);
      if (run && endedAtMs[i]! - endedAtMs[run.at(-1)!]! <= gapMs) run.push(i);
      else {
        if (run) close(run);
        open.set(activityIx[i]!, [i]);
      }
    }
    for (const run of open.values()) close(run);
    for (const events of closed.sort((a, b) => a[0]! - b[0]!))
      found.push({ actor: columns.actors[actor]!, activityIx: activityIx[events[0]!]!, events });
  }
  return found;
}

/** How many batches there are and how many touches are in them, without listing them: one pass in order of time. */
export function batchTotals(columns: EventColumns, gapMs: number = BATCH_GAP_MS): { count: number; touches: number } {
  const { actorIx, kind, activityIx, caseIx, endedAtMs } = columns;
  const width = columns.activities.length;
  const runs = columns.actors.length * width;
  const lastMs = new Float64Array(runs);
  const firstCase = new Int32Array(runs);
  const size = new Int32Array(runs);
  const mixed = new Uint8Array(runs);
  const totals = { count: 0, touches: 0 };
  const close = (run: number) => {
    if (mixed[run] === 0) return;
    totals.count += 1;
    totals.touches += size[run]!;
  };
  for (let i = 0; i < columns.length; i += 1) {
    const actor = actorIx[i]!;
    if (kind[i] !== PERSON || actor < 0) continue;
    const run = actor * width + activityIx[i]!;
    if (size[run]! > 0 && endedAtMs[i]! - lastMs[run]! > gapMs) {
      close(run);
      size[run] = 0;
      mixed[run] = 0;
    }
    if (size[run] === 0) firstCase[run] = caseIx[i]!;
    else if (caseIx[i] !== firstCase[run]) mixed[run] = 1;
    size[run]! += 1;
    lastMs[run] = endedAtMs[i]!;
  }
  for (let run = 0; run < runs; run += 1) close(run);
  return totals;
}
