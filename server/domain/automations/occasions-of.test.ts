import { expect, test } from "vitest";
import type { OpsEvent } from "../event-log/event.ts";
import { occasionsOf, standingOf } from "./occasions-of.ts";

const HOUR = 3_600_000;
const event = (eventId: string, activity: string, endedAtMs: number): OpsEvent => ({
  eventId,
  caseId: "order:1",
  activity,
  actor: null,
  actorKind: "unknown",
  startedAtMs: null,
  endedAtMs,
});

/** Asked until answered; a day after the asking that is silence. */
const reads = {
  fresh: (): { asked: OpsEvent | null } => ({ asked: null }),
  step(standing: { asked: OpsEvent | null }, given: OpsEvent) {
    standing.asked = given.activity === "ask" ? given : null;
  },
  situationOf({ asked }: { asked: OpsEvent | null }, atMs: number) {
    if (asked === null) return null;
    const silentMs = asked.endedAtMs + 24 * HOUR;
    return atMs > silentMs
      ? { situation: "silence", sinceMs: silentMs, from: asked.eventId }
      : { situation: "asked", sinceMs: asked.endedAtMs, from: asked.eventId };
  },
};
const events = [event("a", "ask", HOUR), event("b", "answer", 30 * HOUR), event("c", "ask", 31 * HOUR)];

test("each situation is found once, also one that time alone brought about before the next event", () => {
  expect(occasionsOf(reads, events, 40 * HOUR)).toEqual([
    { key: "asked:a", atMs: HOUR, situation: "asked" },
    { key: "silence:a", atMs: 25 * HOUR, situation: "silence" },
    { key: "asked:c", atMs: 31 * HOUR, situation: "asked" },
  ]);
});

test("what happens at the moment counts as an occasion, and not yet as known", () => {
  expect(occasionsOf(reads, events, 31 * HOUR).at(-1)?.key).toBe("asked:c");
  expect(standingOf(reads, events, 31 * HOUR).asked).toBeNull();
});

test("before anything happened nothing asks for a decision", () => {
  expect(occasionsOf(reads, [], HOUR)).toEqual([]);
});
