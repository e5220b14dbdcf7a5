import { expect, test } from "vitest";
import { countedEvents, eventsAsked, type EventsAsked } from "./events-asked.ts";

const ALL: EventsAsked = { workflow: null, activity: null, by: null, auditId: null, days: null };

test("an address names the events it asks for, and what does not belong there is left out", () => {
  const auditId = "0190a1b2-0000-7000-8000-000000000001";
  expect(
    eventsAsked({ workflow: "returns", activity: "refund", by: "person", audit: auditId, from: "2026-11-02", to: "2026-11-08" }),
  ).toEqual({
    workflow: "returns",
    activity: "refund",
    by: "person",
    auditId,
    days: { from: "2026-11-02", to: "2026-11-08" },
  });
  expect(eventsAsked({ workflow: "", activity: "", by: "a robot", audit: "1; drop", from: "2026-02-30", to: "2026-03-01" })).toEqual(ALL);
});

test("a name that nothing can bear is told apart from one that nothing bears", () => {
  expect(eventsAsked({ workflow: "\0" })).toBe("impossible");
  expect(eventsAsked({ activity: "a\0" })).toBe("impossible");
  expect(eventsAsked({ workflow: ["a", "b"] })).toBe("impossible");
  expect(eventsAsked({ workflow: "x".repeat(201) })).toBe("impossible");
});

const counted = (events: number, person: number) => ({ events, eventsByKind: { person, app: events - person } });
const report = {
  total: counted(30, 12),
  workflows: [{ workflow: "returns", ...counted(20, 9) }],
  activities: [
    { workflow: "returns", activity: "refund", ...counted(5, 4) },
    { workflow: "orders", activity: "refund", ...counted(3, 1) },
  ],
};

test("the audit's own counts say how many there are: by whom, of a workflow, of an activity in one workflow or in all", () => {
  const of = (asked: Partial<EventsAsked>) => countedEvents(report, { ...ALL, ...asked });
  expect([of({}), of({ by: "person" }), of({ workflow: "returns" }), of({ workflow: "returns", by: "person" })]).toEqual([30, 12, 20, 9]);
  expect([of({ activity: "refund" }), of({ activity: "refund", workflow: "orders", by: "person" })]).toEqual([8, 1]);
  expect([of({ workflow: "none" }), of({ by: "customer" })]).toEqual([null, 0]);
});
