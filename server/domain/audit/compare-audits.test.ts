import { expect, test } from "vitest";
import { claimOf, compareAudits, differenceOf, rankChange } from "./compare-audits.ts";

const row = (workflow: string | null, low: number, point: number, high: number, touches = 1_000_000) => ({
  workflow,
  touches,
  hoursPerWeek: { low, point, high },
});

test("a change is claimed where the ranges do not meet; the largest difference stands first", () => {
  const before = [row("returns", 8, 10, 12), row("orders", 20, 30, 40), row("stock", 5, 6, 7), row("old", 1, 2, 3), row(null, 1, 1, 1)];
  const after = [row("returns", 2, 3, 4), row("orders", 25, 34, 45), row("stock", 7.5, 8, 9), row("carrier", 1, 2.5, 3)];
  expect(compareAudits(before, after).map(({ workflow, change }) => [workflow, change])).toEqual([
    ["returns", "less"],
    ["orders", "cannot be told"],
    ["carrier", "new"],
    ["old", "gone"],
    ["stock", "more"],
  ]);
});

test("what chance may make of the number of touches is no change, however exact the minutes are", () => {
  const hours = (point: number, touches: number) => [row("returns", point, point, point, touches)];
  const changeOf = (...[before, after]: [number, number][]) => compareAudits(hours(...before!), hours(...after!))[0]!.change;
  expect(changeOf([11, 165], [12, 175])).toBe("cannot be told");
  expect(changeOf([11, 165], [22, 330])).toBe("more");
  expect(changeOf([22, 330], [11, 165])).toBe("less");
  expect(changeOf([0, 0], [0.1, 2])).toBe("cannot be told");
});

test("of weeks that the log covers in part nothing is claimed", () => {
  const changes = compareAudits([row("returns", 8, 10, 12)], [row("returns", 2, 3, 4), row("orders", 1, 2, 3)]);
  expect(changes.map(({ change }) => claimOf(change, true))).toEqual(["less", "new"]);
  expect(changes.map(({ change }) => claimOf(change, false))).toEqual(["not covered", "not covered"]);
});

test("ranges that touch in one point may be the same, and two empty audits have nothing to compare", () => {
  expect(compareAudits([row("returns", 1, 2, 3)], [row("returns", 3, 4, 5)])[0]!.change).toBe("cannot be told");
  expect(compareAudits([], [])).toEqual([]);
});

test("a difference spans what both ranges allow, and leaves 0 out only where they do not meet", () => {
  expect(differenceOf({ low: 8, point: 10, high: 12 }, { low: 2, point: 3, high: 4 })).toEqual({ low: -10, point: -7, high: -4 });
  expect(differenceOf({ low: 1, point: 2, high: 3 }, { low: 2, point: 4, high: 6 })).toEqual({ low: -1, point: 2, high: 5 });
});

test("a rank that moved says where it was", () => {
  expect([rankChange(5, 2), rankChange(2, 2), rankChange(null, 3), rankChange(1, null), rankChange(null, null)]).toEqual([
    "2, was 5",
    "2",
    "3, was –",
    "–, was 1",
    "–",
  ]);
});
