import type { TouchBounds } from "../effort/touch-bounds.ts";
import { PERSON, type EventColumns } from "../event-log/columns.ts";
import { actorKinds } from "../event-log/event.ts";
import { noEvents, type EventsByKind } from "../mining/automation.ts";
import { NO_REWORK, REDONE_BY_SAME } from "../mining/rework.ts";

/** What is counted of one activity over the whole log. Whole numbers. */
export type Tally = {
  eventsByKind: EventsByKind;
  touches: number;
  rework: { sameActor: number; otherActor: number };
  /** Repeats done by persons: they cost labour. */
  reworkTouches: number;
  recordedTouches: number;
  recordedMs: number;
  winsorisedMs: number;
  lowMs: number;
  highMs: number;
};

export function activityTallies(columns: EventColumns, bounds: TouchBounds, rework: Uint8Array, winsoriseMs: number): Tally[] {
  const tallies = columns.activities.map(emptyTally);
  for (let i = 0; i < columns.length; i += 1) {
    const tally = tallies[columns.activityIx[i]!]!;
    const kind = columns.kind[i]!;
    tally.eventsByKind[actorKinds[kind]!] += 1;
    if (rework[i] !== NO_REWORK) {
      if (rework[i] === REDONE_BY_SAME) tally.rework.sameActor += 1;
      else tally.rework.otherActor += 1;
      if (kind === PERSON) tally.reworkTouches += 1;
    }
    if (kind !== PERSON) continue;
    tally.touches += 1;
    tally.lowMs += bounds.lowMs[i]!;
    tally.highMs += bounds.highMs[i]!;
    if (bounds.recordedMs[i]! < 0) continue;
    tally.recordedTouches += 1;
    tally.recordedMs += bounds.recordedMs[i]!;
    tally.winsorisedMs += Math.min(bounds.recordedMs[i]!, winsoriseMs);
  }
  return tallies;
}

function emptyTally(): Tally {
  return {
    eventsByKind: noEvents(),
    touches: 0,
    rework: { sameActor: 0, otherActor: 0 },
    reworkTouches: 0,
    recordedTouches: 0,
    recordedMs: 0,
    winsorisedMs: 0,
    lowMs: 0,
    highMs: 0,
  };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const total = emptyTally();
  for (const tally of tallies) {
    for (const kind of actorKinds) total.eventsByKind[kind] += tally.eventsByKind[kind];
    total.touches += tally.touches;
    total.rework.sameActor += tally.rework.sameActor;
    total.rework.otherActor += tally.rework.otherActor;
    total.reworkTouches += tally.reworkTouches;
    total.recordedTouches += tally.recordedTouches;
    total.recordedMs += tally.recordedMs;
    total.winsorisedMs += tally.winsorisedMs;
    total.lowMs += tally.lowMs;
    total.highMs += tally.highMs;
  }
  return total;
}
