import { PERSON, UNKNOWN, type EventColumns } from "../event-log/columns.ts";
import { actorKinds, type ActorKind } from "../event-log/event.ts";
import { eachCase } from "./case-passes.ts";

/** A share as it was counted: the fraction stays exact and the reader sees n. */
export type Share = { of: number; n: number };

export type EventsByKind = Record<ActorKind, number>;

export const noEvents = (): EventsByKind => ({ person: 0, app: 0, rule: 0, supplier: 0, customer: 0, unknown: 0 });

export function eventsByKind(columns: EventColumns): EventsByKind {
  const counts = actorKinds.map(() => 0);
  for (const number of columns.kind) counts[number]! += 1;
  return { ...noEvents(), ...Object.fromEntries(actorKinds.map((kind, number) => [kind, counts[number]!])) };
}

/** Automation rate of events: internal events not done by a person ÷ internal events (person, app, rule). */
export function automationRate(events: EventsByKind): Share {
  return { of: events.app + events.rule, n: events.person + events.app + events.rule };
}

/** How much we cannot tell: unknown ÷ (internal + unknown). Events of customers and suppliers are nobody's doubt. */
export function unknownShare(events: EventsByKind): Share {
  return { of: events.unknown, n: events.person + events.app + events.rule + events.unknown };
}

export const TOUCHLESS = 0;
export const TOUCHLESS_OR_UNKNOWN = 1;
export const TOUCHED = 2;

/** For each case: 0 touchless (no touch, nothing unknown), 1 no touch but something unknown, 2 touched by a person. */
export function touchOfCases(columns: EventColumns): Uint8Array {
  const touch = new Uint8Array(columns.cases.length);
  eachCase(columns, (number, from, to) => {
    for (let at = from; at < to; at += 1) {
      const kind = columns.kind[columns.byCase[at]!];
      if (kind === PERSON) touch[number] = TOUCHED;
      else if (kind === UNKNOWN && touch[number] === TOUCHLESS) touch[number] = TOUCHLESS_OR_UNKNOWN;
    }
  });
  return touch;
}
