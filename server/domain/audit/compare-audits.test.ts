import { expect, test } from "vitest";
import { compareAudits } from "./compare-audits.ts";

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
