import { expect, test } from "vitest";
import { findCycle } from "./find-cycle.ts";
import { planProblems } from "./plan-problems.ts";
import { anItem, aPlan } from "./plan.fixture.ts";

const codes = (...plan: Parameters<typeof aPlan>) => planProblems(aPlan(...plan)).map((problem) => problem.code);

test("a plan without trouble has no problems", () => {
  expect(codes([anItem("a"), anItem("b", { prerequisites: ["a"], pinnedPosition: 2 })])).toEqual([]);
  expect(codes([])).toEqual([]);
});

test("items that wait for each other are refused, and the circle is named in order", () => {
  const items = [
    anItem("first", { title: "First" }),
    anItem("a", { title: "Connect the store", prerequisites: ["first", "c"] }),
    anItem("b", { title: "Clean the catalogue", prerequisites: ["a"] }),
    anItem("c", { title: "Map locations", prerequisites: ["b"] }),
  ];
  const [problem, ...more] = planProblems(aPlan(items));
  expect(more).toEqual([]);
  expect(problem?.code).toBe("cycle");
  expect(problem?.message).toContain('"Connect the store" before "Clean the catalogue"');
  expect(problem?.message).toContain('"Clean the catalogue" before "Map locations"');
  expect(problem?.message).toContain('"Map locations" before "Connect the store"');
  expect(problem?.itemIds.toSorted()).toEqual(["a", "b", "c"]);
});

test("an item that needs itself is a circle of one", () => {
  expect(codes([anItem("a", { prerequisites: ["a"] })])).toEqual(["cycle"]);
  expect(findCycle([[0]])).toEqual([0]);
});

test("a long chain is not a circle and does not overflow", () => {
  expect(findCycle(Array.from({ length: 50_000 }, (_, item) => (item === 0 ? [] : [item - 1])))).toBeNull();
});

test("each item named in a circle is needed by the next", () => {
  const before = [[2], [0], [1, 3], [4], []];
  const cycle = findCycle(before)!;
  for (const [at, item] of cycle.entries()) expect(before[cycle[(at + 1) % cycle.length]!]).toContain(item);
});

test("what is needed must be in the plan and not excluded", () => {
  expect(codes([anItem("a", { prerequisites: ["x"] })])).toEqual(["unknown-prerequisite"]);
  expect(codes([anItem("a", { prerequisites: ["x"] }), anItem("x", { excluded: true })])).toEqual(["excluded-prerequisite"]);
  expect(codes([anItem("a", { prerequisites: ["x"], excluded: true })])).toEqual([]);
});

test("pins that cannot hold are named", () => {
  const chain = [anItem("a"), anItem("b", { prerequisites: ["a"] }), anItem("c", { prerequisites: ["b"] })];
  const pin = (id: string, pinnedPosition: number) => chain.map((item) => (item.id === id ? { ...item, pinnedPosition } : item));
  expect(planProblems(aPlan(pin("c", 2)))[0]?.message).toBe('"c" cannot stand at place 2: it needs 2 others first.');
  expect(planProblems(aPlan(pin("a", 2)))[0]?.message).toBe('"a" cannot stand at place 2: 2 of the plan\'s 3 items need it first.');
  expect(codes([anItem("a", { pinnedPosition: 1 }), anItem("b", { pinnedPosition: 1 })])).toEqual(["pins", "pins"]);
  expect(codes([anItem("a", { pinnedPosition: 0 })])).toEqual(["pins"]);
  expect(codes([anItem("a", { pinnedPosition: 1.5 })])).toEqual(["pins"]);
});

test("pins that fit one by one but not together", () => {
  // c needs a and b; with d on place 1 and c on place 3 only place 2 is left for both.
  const items = [
    anItem("a"),
    anItem("b"),
    anItem("c", { prerequisites: ["a", "b"], pinnedPosition: 3 }),
    anItem("d", { pinnedPosition: 1 }),
  ];
  expect(planProblems(aPlan(items)).map((problem) => [problem.code, problem.itemIds])).toEqual([["pins", ["c", "d"]]]);
});

test.each([
  [{ horizonWeeks: 0 }],
  [{ horizonWeeks: Number.NaN }],
  [{ buildDaysPerWeek: 0 }],
  [{ teams: 1.5 }],
  [{ learningFactor: 0 }],
  [{ learningFactor: 1.1 }],
  [{ ramp: [{ weeksLive: 1, share: -0.5 }] }],
  [{ freezeWindows: [{ fromWeek: 3, toWeek: 3 }] }],
])("numbers of the plan that make no sense: %o", (values) => {
  expect(codes([anItem("a")], values)).toEqual(["number"]);
});

test.each([
  [{ effortDays: -1 }],
  [{ effortDays: Number.NaN }],
  [{ valuePerWeekMinor: 0.5 }],
  [{ valuePerWeekMinor: -1 }],
  [{ earliestStartWeek: -1 }],
  [{ rulesShare: 2 }],
])("numbers of an item that make no sense: %o", (values) => {
  expect(codes([anItem("a", values)])).toEqual(["number"]);
});

test("more items than one plan holds, and an id used twice", () => {
  expect(codes(Array.from({ length: 61 }, (_, index) => anItem(`i${index}`)))).toEqual(["too-many-items"]);
  expect(codes([anItem("a"), anItem("a")])).toEqual(["duplicate-id"]);
});
