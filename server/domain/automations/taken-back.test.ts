import fc from "fast-check";
import { expect, test } from "vitest";
import type { OpsEvent } from "../event-log/event.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import type { CaseHistory } from "./case-history.ts";
import { staysWithPeople } from "./taken-back.ts";

const MINUTE_MS = 60_000;
const event = (endedAtMs: number, activity: string, actorKind: OpsEvent["actorKind"]): OpsEvent =>
  anEvent({ eventId: `${activity} ${endedAtMs}`, caseId: "order:1", activity, actorKind, endedAtMs });
const historyOf = (...events: OpsEvent[]): CaseHistory => ({ caseId: "order:1", events, records: [], related: [], linked: [] });
const playbook = {
  decidedBy: ({ activity, actorKind }: OpsEvent) => (activity === "release" && actorKind === "person" ? "release" : null),
};
const ASKED = { version: 2, askedMs: 1_000_000, overMs: 1_010_000 };
const HERE = { version: 2, stageSinceMs: 0 };
const reason = (history: CaseHistory, here = HERE) => staysWithPeople(playbook, history, [ASKED], here);

test("a case of which nothing was taken back is decided on", () => {
  expect(staysWithPeople(playbook, historyOf(), [], HERE)).toBeNull();
});

test("it stays with people, and the reason names the version", () => {
  expect(reason(historyOf(event(ASKED.askedMs - 1, "release", "person")))).toContain("What version 2 did here was taken back");
});

test("until a person has settled it, and not by what settles nothing", () => {
  expect(reason(historyOf(event(ASKED.askedMs + 1, "comment", "person")))).not.toBeNull();
  expect(reason(historyOf(event(ASKED.askedMs + 1, "release", "person")))).toBeNull();
});

test("what a program settled counts once it cannot be our own putting back, and never while that goes on", () => {
  const by = (atMs: number) => historyOf(event(atMs, "release", "app"));
  expect(reason(by(ASKED.overMs + 4 * MINUTE_MS))).not.toBeNull();
  expect(reason(by(ASKED.overMs + 6 * MINUTE_MS))).toBeNull();
  const goesOn = { ...ASKED, overMs: null };
  expect(staysWithPeople(playbook, by(ASKED.overMs + 60 * MINUTE_MS), [goesOn], HERE)).not.toBeNull();
});

test("the same rules never act on it, whenever they were put on their stage; others do once they were put there since", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2_000_000 }), (version, stageSinceMs) => {
      const isFree = version !== ASKED.version && stageSinceMs > ASKED.askedMs;
      expect(reason(historyOf(), { version, stageSinceMs }) === null).toBe(isFree);
    }),
  );
});
