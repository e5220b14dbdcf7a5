import { expect, test } from "vitest";
import { digestOf, saysNothing, type Digested } from "./digest.ts";

const around = (point: number) => ({ low: point - 1, point, high: point + 1 });
const audit = (rows: Record<string, [hours: number, rank: number | null]>): Digested => ({
  total: { hoursPerWeek: around(Object.values(rows).reduce((sum, [hours]) => sum + hours, 0)) },
  workflows: Object.entries(rows).map(([workflow, [hours, rank]]) => ({
    workflow,
    touches: 1_000,
    hoursPerWeek: around(hours),
    status: rank === null ? { kind: "needs evidence" } : { kind: "ranked", rank },
  })),
});

test("a digest tells what surely changed, who changed places, and the alarms; what may be chance is left out", () => {
  const alarm = { workflow: "orders", activity: "release hold", usualAWeek: 20, presentAWeek: 41 };
  const digest = digestOf(
    audit({ orders: [10, 1], returns: [8, 2], stock: [5, null] }),
    audit({ orders: [11, 2], returns: [14, 1], stock: [5, 3] }),
    [alarm],
  );
  expect(digest.hours).toEqual({ before: around(23), after: around(30) });
  expect(digest.changed.map(({ workflow, change }) => [workflow, change])).toEqual([["returns", "more"]]);
  expect(digest.moved).toEqual([
    { workflow: "orders", before: 1, after: 2 },
    { workflow: "returns", before: 2, after: 1 },
    { workflow: "stock", before: null, after: 3 },
  ]);
  expect(digest.alarms).toEqual([alarm]);
  expect(saysNothing(digest)).toBe(false);
});

test("a week in which nothing changed says nothing", () => {
  const same = audit({ orders: [10, 1] });
  expect(saysNothing(digestOf(same, same, []))).toBe(true);
});
