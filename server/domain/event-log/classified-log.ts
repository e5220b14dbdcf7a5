import { slotKey, slotOf } from "./clock-slot.ts";
import { columnsOfOrdered, indexed, orderedEvents, PERSON, withBots, withClocks, type EventColumns } from "./columns.ts";
import type { ActorKind, OpsEvent } from "./event.ts";
import { labelsOf, type EventLabels } from "./labels.ts";

/** What is thought of the accounts: it goes before what a source recorded, and is never written into an event. */
export type Classification = {
  /** What a person said an account is. */
  kindsSaid: ReadonlyMap<string, ActorKind>;
  /** Accounts that claim to be people and were found to be bots. */
  bots: ReadonlySet<string>;
  /** Slots (slotKey) in which touches that name nobody were found to be a program's. */
  clocks: ReadonlySet<string>;
};

/** Nothing is thought of anybody. */
export const NOTHING_THOUGHT: Classification = { kindsSaid: new Map(), bots: new Set(), clocks: new Set() };

/** A log, or a part of one, as the measures read it. `events` stand in the order of the columns; `recorded` does not know the bots. */
export type ClassifiedLog = {
  events: readonly OpsEvent[];
  columns: EventColumns;
  recorded: EventColumns;
  labels: EventLabels;
  /** Events by people that have attributes. */
  typed: readonly OpsEvent[];
};

/** @param events any order, repeats allowed; kinds as recorded, workflows as claimed */
export function classifiedLog(events: readonly OpsEvent[], { kindsSaid, bots, clocks }: Classification): ClassifiedLog {
  const ordered = orderedEvents(kindsSaid.size === 0 ? events : events.map((event) => withKind(event, kindsSaid)));
  const recorded = columnsOfOrdered(ordered);
  const labels = labelsOf(ordered);
  const columns = withClocks(withBots(recorded, bots), labels, clocks);
  const typed = ordered.filter(({ attributes }, i) => attributes !== undefined && columns.kind[i] === PERSON);
  return { events: ordered, columns, recorded, labels, typed };
}

export function withKind(event: OpsEvent, kindsSaid: ReadonlyMap<string, ActorKind>): OpsEvent {
  const actorKind = event.actor === null ? undefined : kindsSaid.get(event.actor);
  return actorKind === undefined ? event : { ...event, actorKind };
}

/** Whether an event that was recorded as a person's is a program's: of an account found to be one, or of nobody's at the time of a clock. */
export function isMachine(event: OpsEvent, { bots, clocks }: Pick<Classification, "bots" | "clocks">): boolean {
  return event.actor === null
    ? event.actorKind === "person" && clocks.size > 0 && clocks.has(slotKey(slotOf(event)))
    : bots.has(event.actor);
}

/** Some of the events as columns of their own: cases, activities and actors keep their numbers. @param kept their numbers, in order */
export function chosenEvents(columns: EventColumns, kept: Uint32Array): EventColumns {
  const { length } = kept;
  const caseIx = new Int32Array(length);
  const activityIx = new Int32Array(length);
  const actorIx = new Int32Array(length);
  const kind = new Uint8Array(length);
  const startedAtMs = new Float64Array(length);
  const endedAtMs = new Float64Array(length);
  for (let at = 0; at < length; at += 1) {
    const i = kept[at]!;
    caseIx[at] = columns.caseIx[i]!;
    activityIx[at] = columns.activityIx[i]!;
    actorIx[at] = columns.actorIx[i]!;
    kind[at] = columns.kind[i]!;
    startedAtMs[at] = columns.startedAtMs[i]!;
    endedAtMs[at] = columns.endedAtMs[i]!;
  }
  return indexed({
    caseIx,
    activityIx,
    actorIx,
    kind,
    startedAtMs,
    endedAtMs,
    cases: columns.cases,
    activities: columns.activities,
    actors: columns.actors,
  });
}
