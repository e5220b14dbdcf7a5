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
  const found: Batch[] = [];
  eachBatch(columns, gapMs, (actor, activityIx, events) => found.push({ actor: columns.actors[actor]!, activityIx, events }));
  return found;
}

function eachBatch(columns: EventColumns, gapMs: number, visit: (actor: number, activityIx: number, events: number[]) => void): void {
  const { byActor, actorStart, kind, activityIx, endedAtMs } = columns;
  const open = new Map<number, number[]>();
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    const closed: number[][] = [];
    const close = (run: number[]) => {
      if (run.length > 1 && run.some((i) => columns.caseIx[i] !== columns.caseIx[run[0]!])) closed.push(run);
    };
    for (let at = actorStart[actor]!; at < actorStart[actor + 1]!; at += 1) {
      const i = byActor[at]!;
      if (kind[i] !== PERSON) continue;
      const activity = activityIx[i]!;
      const run = open.get(activity);
      if (run && endedAtMs[i]! - endedAtMs[run.at(-1)!]! <= gapMs) run.push(i);
      else {
        if (run) close(run);
        open.set(activity, [i]);
      }
    }
    for (const run of open.values()) close(run);
    open.clear();
    for (const run of closed.sort((a, b) => a[0]! - b[0]!)) visit(actor, activityIx[run[0]!]!, run);
  }
}
