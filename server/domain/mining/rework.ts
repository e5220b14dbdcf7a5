import { APP, PERSON, RULE, type EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

export const REDONE_BY_SAME = 1;
export const REDONE_BY_OTHER = 2;

/**
 * Rework: an internal activity that already occurred in its case. By the same actor as the previous occurrence, or by another
 * (touches without an actor count as another). Internal: by a person of ours, an app or a rule.
 *
 * @returns for each event 0 (first time, or not internal), 1 (same actor) or 2 (other actor); the sum over a case of events
 *   that are not 0 is its internal events less its distinct internal activities
 */
export function reworkOf(columns: EventColumns): Uint8Array {
  const { byCase, kind, activityIx, actorIx } = columns;
  const rework = new Uint8Array(columns.length);
  const lastCase = new Int32Array(columns.activities.length).fill(-1);
  const lastActor = new Int32Array(columns.activities.length);
  eachCase(columns, (number, from, to) => {
    for (let at = from; at < to; at += 1) {
      const i = byCase[at]!;
      if (kind[i] !== PERSON && kind[i] !== APP && kind[i] !== RULE) continue;
      const activity = activityIx[i]!;
      const actor = actorIx[i]!;
      if (lastCase[activity] === number) rework[i] = actor >= 0 && lastActor[activity] === actor ? REDONE_BY_SAME : REDONE_BY_OTHER;
      lastCase[activity] = number;
      lastActor[activity] = actor;
    }
  });
  return rework;
}

export function reworkTotals(rework: Uint8Array): { sameActor: number; otherActor: number } {
  let sameActor = 0;
  let otherActor = 0;
  for (const value of rework) {
    if (value === REDONE_BY_SAME) sameActor += 1;
    else if (value === REDONE_BY_OTHER) otherActor += 1;
  }
  return { sameActor, otherActor };
}
