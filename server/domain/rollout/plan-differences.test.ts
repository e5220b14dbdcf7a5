import { expect, test } from "vitest";
import { ownItem } from "./plan-from-audit.ts";
import { planDifferences } from "./plan-differences.ts";
import type { StoredItem, StoredPlan } from "./stored-plan.ts";

const item = (id: string, effortDays: number, minor: number): StoredItem =>
  ownItem({ id, title: id.toUpperCase(), kind: "initiative", effortDays, valuePerWeekMinor: { low: minor, point: minor, high: minor } });

const plan = (items: StoredItem[]): StoredPlan => ({
  startsOn: "2026-03-30",
  currency: "USD",
  objective: "saved",
  horizonWeeks: 26,
  buildDaysPerWeek: 3,
  teams: 1,
  learningFactor: 1,
  ramp: [],
  freezeWindows: [],
  captureRate: 0.6,
  valueBasis: "point",
  auditId: null,
  items,
  ownOrder: null,
});

test("names what came, what went, and what is worth, takes or stands differently", () => {
  const before = { plan: plan([item("a", 2, 100), item("b", 3, 200), item("gone", 1, 1)]), order: ["gone", "b", "a"] };
  const after = { plan: plan([item("a", 2, 900), item("b", 4, 200), item("new", 1, 1)]), order: ["a", "b", "new"] };
  expect(planDifferences(before, after)).toEqual([
    { kind: "added", itemId: "new", title: "NEW" },
    { kind: "removed", itemId: "gone", title: "GONE" },
    { kind: "value", itemId: "a", title: "A", before: 100, after: 900 },
    { kind: "place", itemId: "a", title: "A", before: 3, after: 1 },
    { kind: "effort", itemId: "b", title: "B", before: 3, after: 4 },
  ]);
});

test("the same plan in the same order has no differences", () => {
  const same = { plan: plan([item("a", 2, 100)]), order: ["a"] };
  expect(planDifferences(same, same)).toEqual([]);
});
