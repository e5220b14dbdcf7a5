import type { ActorKind, OpsEvent } from "./event.ts";

const FIRST_MINUTE_MS = Date.UTC(2026, 2, 2, 9);

/** An event with everything a test does not care about filled in: a touch by ana on case O1 on Monday 2 March 2026, 09:00 UTC. */
export function anEvent(change: Partial<OpsEvent> = {}): OpsEvent {
  return {
    eventId: "e1",
    caseId: "O1",
    activity: "review",
    actor: "ana",
    actorKind: "person",
    startedAtMs: null,
    endedAtMs: FIRST_MINUTE_MS,
    ...change,
  };
}

/**
 * An event log the way one draws it: a case per line, then activity:actor@minutes after 09:00 on Monday 2 March 2026, UTC. The time
 * may be left out: then one minute after the last. `-` stands for nobody; a name in square brackets is an app, one in braces a rule,
 * one in angle brackets a customer. For tests only.
 */
export function log(text: string): OpsEvent[] {
  const events: OpsEvent[] = [];
  let minute = -1;
  for (const line of text.trim().split("\n")) {
    const [caseId, ...steps] = line.trim().split(/\s+/);
    for (const step of steps) {
      const [, activity, name, time] = /^([^:]+):([^@]+)(?:@(\d+))?$/.exec(step) ?? [];
      minute = time === undefined ? minute + 1 : Number(time);
      const actor = !name || name === "-" ? null : name.replaceAll(/[[\]{}<>]/g, "");
      events.push({
        eventId: `e${String(events.length + 1).padStart(4, "0")}`,
        caseId: caseId!,
        activity: activity!.replaceAll("_", " "),
        actor,
        actorKind: kindOf(name),
        startedAtMs: null,
        endedAtMs: FIRST_MINUTE_MS + minute * 60_000,
      });
    }
  }
  return events;
}

function kindOf(name: string | undefined): ActorKind {
  if (!name || name === "-") return "unknown";
  if (name.startsWith("[")) return "app";
  if (name.startsWith("{")) return "rule";
  return name.startsWith("<") ? "customer" : "person";
}
