import { expect, test } from "vitest";
import type { OpsEvent } from "../event-log/event.ts";
import type { CaseHistory, Occasion } from "./case-history.ts";
import { contradictionOf } from "./contradiction.ts";

const event = (activity: string, endedAtMs: number): OpsEvent => ({
  eventId: `${activity} ${endedAtMs}`,
  caseId: "order:1",
  activity,
  actor: null,
  actorKind: "person",
  startedAtMs: null,
  endedAtMs,
});
const history = (...events: OpsEvent[]): CaseHistory => ({ caseId: "order:1", events, records: [], related: [], linked: [] });

/** A hold and a reply each ask for a decision; after asking, a release is against it, and after a release a hold. */
const playbook = {
  occasions: ({ events }: CaseHistory, untilMs: number): Occasion[] =>
    events
      .filter(({ activity, endedAtMs }) => endedAtMs <= untilMs && (activity === "hold" || activity === "reply"))
      .map(({ eventId, endedAtMs, activity }) => ({ key: eventId, atMs: endedAtMs, situation: activity })),
  contradicts: ({ activity }: OpsEvent, outcome: string) =>
    (outcome === "ask customer" && activity === "release") || (outcome === "release" && activity === "hold"),
};
const activityOf = (outcome: string, doneMs: number, ...events: OpsEvent[]) =>
  contradictionOf(playbook, history(...events), { outcome, doneMs, nowMs: 100 })?.activity ?? null;

test("what a person does against it while the situation is the same says that it was wrong", () => {
  expect(activityOf("ask customer", 10, event("hold", 1), event("release", 20))).toBe("release");
});

test("what a person does after the customer's reply says nothing of the question", () => {
  expect(activityOf("ask customer", 10, event("hold", 1), event("reply", 15), event("release", 20))).toBeNull();
});

test("the act that brings the next situation about does: a new hold says that the release was wrong", () => {
  expect(activityOf("release", 10, event("hold", 1), event("hold", 20))).toBe("hold");
});

test("what was there before it was done, and what does not go against it, says nothing", () => {
  expect(activityOf("ask customer", 10, event("hold", 1), event("release", 9))).toBeNull();
  expect(activityOf("ask customer", 10, event("hold", 1), event("tag", 20))).toBeNull();
});
