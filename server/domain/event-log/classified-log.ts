import { columnsOfOrdered, indexed, orderedEvents, withBots, type EventColumns } from "./columns.ts";
import type { ActorKind, OpsEvent } from "./event.ts";
import { labelsOf, type EventLabels } from "./labels.ts";

/** What is thought of the accounts: it goes before what a source recorded, and is never written into an event. */
export type Classification = {
  /** What a person said an account is. */
  kindsSaid: ReadonlyMap<string, ActorKind>;
  /** Accounts that claim to be people and were found to be bots. */
  bots: ReadonlySet<string>;
};

/** A log, or a part of one, as the measures read it. `events` stand in the order of the columns; `recorded` does not know the bots. */
export type ClassifiedLog = {
  events: readonly OpsEvent[];
  columns: EventColumns;
  recorded: EventColumns;
  labels: EventLabels;
};

/** @param events any order, repeats allowed; kinds as recorded, workflows as claimed */
export function classifiedLog(events: readonly OpsEvent[], { kindsSaid, bots }: Classification): ClassifiedLog {
  const ordered = orderedEvents(kindsSaid.size === 0 ? events : events.map((event) => withKind(event, kindsSaid)));
  const recorded = columnsOfOrdered(ordered);
  return { events: ordered, columns: withBots(recorded, bots), recorded, labels: labelsOf(ordered) };
}

export function withKind(event: OpsEvent, kindsSaid: ReadonlyMap<string, ActorKind>): OpsEvent {
  const actorKind = event.actor === null ? undefined : kindsSaid.get(event.actor);
  return actorKind === undefined ? event : { ...event, actorKind };
}

/** Some of the events as columns of their own: cases, activities and actors keep their numbers. */
export function chosenEvents(columns: EventColumns, chosen: (event: number) => boolean): EventColumns {
  const kept: number[] = [];
  for (let i = 0; i < columns.length; i += 1) if (chosen(i)) kept.push(i);
  return indexed({
    caseIx: Int32Array.from(kept, (i) => columns.caseIx[i]!),
    activityIx: Int32Array.from(kept, (i) => columns.activityIx[i]!),
    actorIx: Int32Array.from(kept, (i) => columns.actorIx[i]!),
    kind: Uint8Array.from(kept, (i) => columns.kind[i]!),
    startedAtMs: Float64Array.from(kept, (i) => columns.startedAtMs[i]!),
    endedAtMs: Float64Array.from(kept, (i) => columns.endedAtMs[i]!),
    cases: columns.cases,
    activities: columns.activities,
    actors: columns.actors,
  });
}
