import { expect, test } from "vitest";
import { ownItem } from "./plan-from-audit.ts";
import { learnedFrom } from "./learned.ts";
import type { StoredItem, StoredPlan } from "./stored-plan.ts";

const item = (id: string, changes: Partial<StoredItem> = {}): StoredItem => ({
  ...ownItem({ id, title: id.toUpperCase(), kind: "initiative", effortDays: 4, valuePerWeekMinor: { low: 1, point: 1, high: 1 } }),
  ...changes,
});

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

const hours = (point: number) => ({ low: point, point, high: point });
const returns = item("returns", { workflow: "returns", hoursPerWeek: hours(40) });
const carriers = item("carriers", { workflow: "carriers", hoursPerWeek: hours(10), effortDays: 2 });
const left = [item("tickets", { effortDays: 6 }), item("never", { excluded: true }), item("there", { alreadyThere: "connected" })];
const at = (day: string) => new Date(`2026-${day}T00:00:00Z`);

test("efforts and hours of what is built, one by one and together, and what they mean for what is left", () => {
  const built = [
    { itemId: "returns", builtAt: at("04-10"), actualEffortDays: 7 },
    { itemId: "carriers", builtAt: at("04-20"), actualEffortDays: 2 },
  ];
  const measured = {
    until: at("05-01"),
    hours: [
      { workflow: "returns", point: 25 },
      { workflow: "carriers", point: 4 },
    ],
  };
  const learned = learnedFrom(plan([returns, carriers, ...left]), built, measured);
  // Of 40 hours 24 were expected to go and 15 did; of 10 hours 6, and 6 did.
  expect(learned.items[0]).toEqual({
    itemId: "returns",
    title: "RETURNS",
    effort: { estimatedDays: 4, actualDays: 7 },
    hours: { before: 40, now: 25, expectedGone: 24, gone: 15 },
  });
  expect(learned.effort).toEqual({ items: 2, estimatedDays: 6, actualDays: 9, factor: 1.5 });
  expect(learned.hours).toEqual({ items: 2, expectedGone: 30, gone: 21, share: 0.7 });
  expect(learned.left).toEqual({ estimatedDays: 6, atFactorDays: 9 });
});

test("an audit that ends before the item was built says nothing about it, nor does one that does not know the workflow", () => {
  const built = [{ itemId: "returns", builtAt: at("05-02"), actualEffortDays: null }];
  const early = { until: at("05-01"), hours: [{ workflow: "returns", point: 5 }] };
  expect(learnedFrom(plan([returns]), built, early)).toMatchObject({
    items: [{ effort: null, hours: null }],
    effort: null,
    hours: null,
    left: null,
  });
  const other = { until: at("06-01"), hours: [{ workflow: "carriers", point: 5 }] };
  expect(learnedFrom(plan([returns]), built, other).items[0]?.hours).toBeNull();
  expect(learnedFrom(plan([returns]), built, null).items[0]?.hours).toBeNull();
});

test("hours that grew are told as such", () => {
  const built = [{ itemId: "returns", builtAt: at("04-10"), actualEffortDays: 4 }];
  const measured = { until: at("05-01"), hours: [{ workflow: "returns", point: 46 }] };
  expect(learnedFrom(plan([returns]), built, measured).hours).toMatchObject({ gone: -6, share: -0.25 });
});
