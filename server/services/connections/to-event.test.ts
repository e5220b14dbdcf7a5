import { expect, test } from "vitest";
import { caseNumberOf, toEvent } from "./to-event.ts";

const record = {
  id: "shop/9",
  caseType: "order",
  caseId: "1001",
  activity: "note created",
  sourceAction: "note_created",
  sourceType: "Comment",
  endedAt: "2026-01-05T09:00:00Z",
  startedAt: null,
  actorKind: "person",
  actorId: null,
  actorName: "Ana",
  tool: null,
  grade: "A",
  objects: [
    { type: "order", id: "1001" },
    { type: "return", id: "R\0X" },
  ],
};

test("the objects of a connector's event become links, the case among them once and first", () => {
  const event = toEvent(record);
  expect(event?.caseId).toBe("order:1001");
  expect(event?.objects).toEqual([
    { type: "order", id: "1001", qualifier: "case" },
    { type: "return", id: "R\uFFFDX", qualifier: "" },
  ]);
  expect(toEvent({ ...record, objects: [] })?.objects).toEqual([{ type: "order", id: "1001", qualifier: "case" }]);
});

test("the number of a case that another system holds is told apart from its name", () => {
  expect(caseNumberOf({ ...record, caseNumber: "PO-5012" })).toBe("PO-5012");
  expect(caseNumberOf(record)).toBeNull();
  expect(caseNumberOf({ ...record, caseNumber: 5012 })).toBeNull();
});

test("a detail passes for no piece of evidence, whatever it is called", () => {
  const details = [
    { name: "grade", value: "d" },
    { name: "recordedKind", value: "person" },
    { name: "condition", value: "d" },
  ];
  expect(toEvent({ ...record, details })?.attributes).toMatchObject({ grade: "A", recordedKind: "person", condition: "d" });
  expect(toEvent({ ...record, actorKind: "system", details })?.attributes).toMatchObject({ recordedKind: "system" });
});

test("an actor goes by its name, else by its number, and a system by what it worked through", () => {
  const actorOf = (given: object) => toEvent({ ...record, actorName: null, ...given })?.actor;
  expect(actorOf({ actorName: "Ana", actorId: "7" })).toBe("Ana");
  expect(actorOf({ actorId: "7", tool: "Desk" })).toBe("7");
  expect(actorOf({ actorKind: "app", tool: "Desk" })).toBe("Desk");
  expect(actorOf({ actorKind: "unknown", tool: "Desk" })).toBeNull();
  expect(actorOf({ actorKind: "system", actorId: "-4", tool: "Scheduled script" })).toBe("Scheduled script");
  expect(actorOf({ actorKind: "system", actorId: "-4" })).toBeNull();
});
