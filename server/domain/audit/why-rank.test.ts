import { expect, test } from "vitest";
import { whyRanks, type Rankable } from "./why-rank.ts";

const row = (workflow: string, low: number, point: number, change: Partial<Rankable> = {}): Rankable => ({
  workflow,
  unknown: { of: 0, n: 100 },
  drag: { totalMinor: { low, point, high: 2 * point } },
  decisions: null,
  scoreMinor: null,
  status: { kind: "ranked" },
  ...change,
});
const by = (rules: number, automatableShare: number, low: number) => ({
  decisions: { rulesBasedness: { low: rules, point: rules, high: rules }, automatableShare },
  scoreMinor: low * rules * automatableShare,
});

test("without decisions there is no score: the drag alone counts, among those that have none either", () => {
  const [first, second] = whyRanks([row("returns", 1000, 1500), row("orders", 800, 1200)]);
  expect(first).toMatchObject({ rank: 1, dragLowMinor: 1000, rulesBasedness: null, scoreMinor: null });
  // At its point of 1200 orders is ahead of the 1000 that returns surely cost.
  expect(first!.changes).toEqual([
    { kind: "rules unknown", couldPass: null },
    { kind: "passed at the point", by: "orders" },
  ]);
  expect(second!.changes).toEqual([
    { kind: "rules unknown", couldPass: null },
    { kind: "more drag", passes: "returns", share: 0.25 },
    { kind: "sure of the point", passes: "returns" },
  ]);
});

test("a workflow without a score says before which one it could stand, and how far by rule that would take", () => {
  const [scored, unknown] = whyRanks([row("orders", 1000, 1500, by(0.8, 0.5, 1000)), row("returns", 500, 2000)]);
  expect(scored!.changes).toEqual([]);
  // 1000 x 0.8 x 0.5 = 400 of the 500 that returns surely cost: above 0.8 it would pass.
  expect(unknown!.changes).toEqual([{ kind: "rules unknown", couldPass: { workflow: "orders", above: 0.8 } }]);
});

test("with decisions the three factors multiply, and a higher one passes where 1 is enough", () => {
  const [, second, third] = whyRanks([
    row("a", 1000, 1000, by(0.9, 1, 1000)),
    row("b", 1000, 1000, by(0.6, 1, 1000)),
    row("c", 100, 100, by(0.9, 0.5, 100)),
  ]);
  expect(second!.scoreMinor).toBe(600);
  expect(second!.changes).toContainEqual({ kind: "more by rule", passes: "a", rulesBasedness: expect.closeTo(0.9) });
  // 45 to 600: even rules-basedness 1 is not enough.
  expect(third!.changes.map(({ kind }) => kind)).toEqual(["more drag"]);
});

test("a workflow whose rules decide nothing for sure has no score, and that is said instead of how much more it would take", () => {
  const [, second] = whyRanks([row("a", 1000, 1000, by(0.9, 1, 1000)), row("b", 5000, 9000, by(0.4, 0, 5000))]);
  expect(second!.changes).toEqual([{ kind: "nothing sure" }]);
});

test("a workflow that needs evidence says how many events have to name their actor", () => {
  const [only] = whyRanks([row("returns", 10, 20, { unknown: { of: 34, n: 100 }, status: { kind: "needs evidence" } })]);
  expect(only).toMatchObject({ rank: null, changes: [{ kind: "name actors", events: 14 }] });
});

test("events of no workflow have no place to explain", () => {
  expect(whyRanks([{ ...row("x", 1, 1), workflow: null }])).toEqual([]);
});
