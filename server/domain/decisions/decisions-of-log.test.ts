import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anEvent } from "../event-log/log.fixture.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { decisionsOfLog } from "./decisions-of-log.ts";

const MINUTE = 60_000;
const start = Date.UTC(2026, 2, 2, 9);
const at = (minute: number, change: Partial<OpsEvent>) =>
  anEvent({ eventId: `e${minute}`, workflow: "returns", endedAtMs: start + minute * MINUTE, ...change });
const returns = { outcomes: ["approve", "decline"], facts: null };

test("a decision knows what earlier events of its case carried, the newest value of each", () => {
  const events = [
    at(0, { activity: "request", actorKind: "customer", attributes: { "order value": "80", reason: "too small" } }),
    at(1, { activity: "note", actorKind: "app", attributes: { "order value": "95.5" } }),
    at(2, { activity: "approve" }),
  ];
  expect(decisionsOfLog(events, "returns", returns)).toEqual([{ facts: { "order value": 95.5, reason: "too small" }, outcome: "approve" }]);
});

test("how a connector recorded an event is no fact of the case; a column of that name in a file is one", () => {
  const recorded = { grade: "A", sourceAction: "order.held", sourceType: "BasicEvent", "hold reason": "address" };
  expect(decisionsOfLog([at(0, { attributes: recorded }), at(1, { activity: "approve" })], "returns", returns)[0]?.facts).toEqual({
    "hold reason": "address",
  });
  const graded = at(0, { attributes: { grade: "worn" } });
  expect(decisionsOfLog([graded, at(1, { activity: "approve" })], "returns", returns)[0]?.facts).toEqual({ grade: "worn" });
});

describe("no look-ahead", () => {
  test("neither the decision's own attributes count, nor those of its instant, nor later ones, nor another case's", () => {
    const events = [
      at(0, { caseId: "R1", activity: "approve", attributes: { refunded: "80" } }),
      at(0, { eventId: "e0b", caseId: "R1", activity: "log", actorKind: "app", attributes: { refunded: "80" } }),
      at(1, { caseId: "R1", activity: "refund", attributes: { refunded: "80" } }),
      at(2, { caseId: "R2", activity: "decline" }),
    ];
    expect(decisionsOfLog(events, "returns", returns).map(({ facts }) => facts)).toEqual([{}, {}]);
  });

  test("whatever happens afterwards changes no decision's facts", () => {
    const event = fc.record({
      activity: fc.constantFrom("approve", "decline", "note"),
      caseId: fc.constantFrom("R1", "R2"),
      attributes: fc.dictionary(fc.constantFrom("value", "reason"), fc.constantFrom("1", "2", "late"), { maxKeys: 2 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.nat(30), (drawn, cut) => {
        const events = drawn.map((each, minute) => at(minute, each));
        const all = decisionsOfLog(events, "returns", returns);
        const early = decisionsOfLog(events.slice(0, cut), "returns", returns);
        expect(all.slice(0, early.length)).toEqual(early);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

test("an own attribute counts where the definition names it as a fact, and others then do not", () => {
  const events = [
    at(0, { activity: "request", actorKind: "customer", attributes: { value: "80", mood: "bad" } }),
    at(1, { activity: "decline", attributes: { reason: "worn", refunded: "0" } }),
  ];
  expect(decisionsOfLog(events, "returns", { ...returns, facts: ["value", "reason"] })).toEqual([
    { facts: { value: 80, reason: "worn" }, outcome: "decline" },
  ]);
});

test("what an app, another workflow or another activity does is no decision of people, and an empty value is not known", () => {
  const events = [
    at(0, { activity: "request", attributes: { value: " " } }),
    at(1, { activity: "approve", actorKind: "rule" }),
    at(2, { activity: "approve", workflow: "orders" }),
    at(3, { activity: "approve" }),
  ];
  expect(decisionsOfLog(events, "returns", returns)).toEqual([{ facts: { value: null }, outcome: "approve" }]);
});
