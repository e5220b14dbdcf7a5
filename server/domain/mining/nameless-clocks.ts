import { countWords } from "../count-words.ts";
import { slotKey, slotOf, type ClockSlot } from "../event-log/clock-slot.ts";
import { PERSON, type EventColumns } from "../event-log/columns.ts";
import type { EventLabels } from "../event-log/labels.ts";

/** Touches that name nobody, in one slot. */
export type SlotCount = ClockSlot & { touches: number };

/** Touches without a name that a program does, by source and activity, with the reasons in words. */
export type NamelessProgram = { source: string; activity: string; touches: number; reasons: string[] };

/** Chance puts one touch in sixty on a given second: as many on one second of an hour are no chance, and no hand. */
const LEAST_TOUCHES = 20;
const LEAST_SHARE = 0.9;
/** Second 0 is also what people give who enter a time: it is a sign only in a source where it is rarer than this at other hours. */
const MOST_FULL_MINUTES = 0.3;

/** Touches that name nobody, by slot, with the events as recorded. */
export function namelessSlots(recorded: EventColumns, { sourceIx, sources }: Pick<EventLabels, "sourceIx" | "sources">): SlotCount[] {
  const counts = new Map<string, SlotCount>();
  for (let i = 0; i < recorded.length; i += 1) {
    if (recorded.actorIx[i]! >= 0 || recorded.kind[i] !== PERSON) continue;
    const { activity } = recorded.activities[recorded.activityIx[i]!]!;
    const slot = slotOf({ source: sources[sourceIx[i]!]!, activity, endedAtMs: recorded.endedAtMs[i]! });
    const key = slotKey(slot);
    const known = counts.get(key) ?? { ...slot, touches: 0 };
    counts.set(key, known);
    known.touches += 1;
  }
  return [...counts.values()];
}

/**
 * Slots in which a program works behind touches that name nobody, where no account could be told to be one: of the touches of an activity in an hour of
 * the day nine in ten fall on one second of the minute, and at least twenty with those of the hours beside it. Full minutes count only where a source has
 * few of them otherwise.
 *
 * @param counts of touches without a name, each slot once
 * @returns in no order; [] where people's touches have names
 */
export function clockSlots(counts: readonly SlotCount[]): SlotCount[] {
  const ofHour = Map.groupBy(counts, ({ source, activity, hour }) => slotKey({ source, activity, hour, second: 0 }));
  const alike = [...ofHour.values()].flatMap((slots) => {
    const all = sum(slots);
    return slots.filter(({ touches }) => touches >= LEAST_SHARE * all);
  });
  return alike.filter((slot) => {
    const near = alike.filter((other) => isBeside(slot, other) && other.second === slot.second);
    if (sum(near) < LEAST_TOUCHES) return false;
    if (slot.second !== 0) return true;
    const others = counts.filter((other) => other.source === slot.source && !isBeside(slot, other));
    return sum(others.filter(({ second }) => second === 0)) <= MOST_FULL_MINUTES * sum(others);
  });
}

/** Of the same activity, at most an hour apart: a program may work past the hour, and goes by a clock that is changed twice a year. */
function isBeside(a: ClockSlot, b: ClockSlot): boolean {
  const apart = Math.abs(a.hour - b.hour);
  return a.source === b.source && a.activity === b.activity && Math.min(apart, 24 - apart) <= 1;
}

const sum = (slots: readonly SlotCount[]) => slots.reduce((total, { touches }) => total + touches, 0);

/** The programs behind slots of a clock, most touches first. */
export function programsOfSlots(slots: readonly SlotCount[]): NamelessProgram[] {
  const programs = Map.groupBy(slots, ({ source, activity }) => slotKey({ source, activity, hour: 0, second: 0 }));
  return [...programs.values()]
    .flatMap((own): NamelessProgram[] => {
      const [first] = own;
      if (first === undefined) return [];
      const reasons = own.map(
        ({ hour, second, touches }) =>
          `${countWords(touches)} touches between ${hour}:00 and ${hour + 1}:00 UTC fall on second ${second} of the minute`,
      );
      return [{ source: first.source, activity: first.activity, touches: sum(own), reasons: reasons.sort() }];
    })
    .sort((a, b) => b.touches - a.touches || (a.source + a.activity < b.source + b.activity ? -1 : 1));
}
