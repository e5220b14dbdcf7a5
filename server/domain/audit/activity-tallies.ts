import { activityOfKey, type ActivityName } from "../event-log/columns.ts";
import { actorKinds } from "../event-log/event.ts";
import { noEvents, type EventsByKind } from "../mining/automation.ts";
import { fieldNumber } from "./roll-ups.ts";
import { partsOf, rowsOf, type Totals } from "./totals.ts";

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

export type ActivityTally = Tally & ActivityName;

/** The daily roll-ups summed by activity, in the order of activityKey, and the first and last day of the log (0 for an empty one). */
export function talliesOfTotals(totals: Totals): { tallies: ActivityTally[]; firstDay: number; lastDay: number } {
  const byKey = new Map<string, ActivityTally>();
  let firstDay = Number.POSITIVE_INFINITY;
  let lastDay = Number.NEGATIVE_INFINITY;
  for (const part of partsOf(totals, "roll-ups "))
    for (const [key, row] of rowsOf(totals, part)) {
      const cut = key.indexOf("\n");
      const day = Number(key.slice(0, cut));
      firstDay = Math.min(firstDay, day);
      lastDay = Math.max(lastDay, day);
      const activity = key.slice(cut + 1);
      const tally = byKey.get(activity) ?? { ...activityOfKey(activity), ...emptyTally() };
      byKey.set(activity, tally);
      addRollUp(tally, row);
    }
  const tallies = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally);
  return byKey.size === 0 ? { tallies, firstDay: 0, lastDay: 0 } : { tallies, firstDay, lastDay };
}

const PERSON_FIELD = fieldNumber("person");
const RECORDED_TOUCHES = fieldNumber("recordedTouches");
const RECORDED_MS = fieldNumber("recordedMs");
const WINSORISED_MS = fieldNumber("winsorisedMs");
const LOW_MS = fieldNumber("lowMs");
const HIGH_MS = fieldNumber("highMs");
const REWORK_SAME = fieldNumber("reworkSame");
const REWORK_OTHER = fieldNumber("reworkOther");
const REWORK_TOUCHES = fieldNumber("reworkTouches");

function addRollUp(tally: Tally, row: readonly number[]): void {
  const at = (field: number) => row[field] ?? 0;
  for (const [number, kind] of actorKinds.entries()) tally.eventsByKind[kind] += at(number);
  tally.touches += at(PERSON_FIELD);
  tally.recordedTouches += at(RECORDED_TOUCHES);
  tally.recordedMs += at(RECORDED_MS);
  tally.winsorisedMs += at(WINSORISED_MS);
  tally.lowMs += at(LOW_MS);
  tally.highMs += at(HIGH_MS);
  tally.rework.sameActor += at(REWORK_SAME);
  tally.rework.otherActor += at(REWORK_OTHER);
  tally.reworkTouches += at(REWORK_TOUCHES);
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
