import type { OpsEvent } from "#server/domain/event-log/event.ts";

/** A small log with one thing to see in it, the same on every machine: for tests, the gallery, screenshots and `npm run seed`. */
export type Scenario = { name: string; title: string; shows: string; events: readonly OpsEvent[] };

const MONDAY_MS = Date.UTC(2026, 2, 2); // 2 March 2026: two whole weeks before any change of the clocks in Europe

/** Builds the events of a scenario; ids count up, so that the same calls give the same log. */
export function eventsOf(workflow: string, write: (add: AddEvent) => void): OpsEvent[] {
  const events: OpsEvent[] = [];
  write(({ at, caseId, activity, actor, kind = "person", minutes }) => {
    const endedAtMs = MONDAY_MS + at.day * 86_400_000 + Math.round((at.hour * 60 + at.minute) * 60_000);
    events.push({
      eventId: `${workflow}-${events.length + 1}`,
      caseId,
      activity,
      actor,
      actorKind: kind,
      startedAtMs: minutes === undefined ? null : endedAtMs - Math.round(minutes * 60_000),
      endedAtMs,
      workflow,
    });
  });
  return events;
}

/** Days from the first Monday, hours and minutes in UTC; minutes worked only where the source would have recorded them. */
type AddEvent = (event: {
  at: { day: number; hour: number; minute: number };
  caseId: string;
  activity: string;
  actor: string | null;
  kind?: OpsEvent["actorKind"];
  minutes?: number;
}) => void;
