import { expect, test } from "vitest";
import { compareAudits, differenceOf, rankChange } from "./compare-audits.ts";

const row = (workflow: string | null, low: number, point: number, high: number) => ({ workflow, hoursPerWeek: { low, point, high } });

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
