import { expect, test } from "vitest";
import { orderedBy, placeUnder, weightOf } from "./rank-weights.ts";

const ranked = (workflow: string, rank: number) => ({ workflow, status: { kind: "ranked" as const, rank, why: "" } });
const rows = [ranked("a", 1), ranked("b", 2), { workflow: "c", status: { kind: "needs evidence" as const, why: "" } }];
const ranks = [
  { workflow: "a", ranks: { score: 1, drag: 3, hours: 3, touches: 2, rework: 2 } },
  { workflow: "b", ranks: { score: 2, drag: 2, hours: 2, touches: 3, rework: 2 } },
  { workflow: "c", ranks: { score: 3, drag: 1, hours: 1, touches: 1, rework: 1 } },
];

test("another weight gives another order, and what needs evidence stays last", () => {
  expect(orderedBy(rows, ranks, "score").map(({ workflow }) => workflow)).toEqual(["a", "b", "c"]);
  expect(orderedBy(rows, ranks, "drag").map(({ workflow }) => workflow)).toEqual(["b", "a", "c"]);
  expect(rows.map((row) => placeUnder(row, rows, ranks, "drag"))).toEqual(["2", "1", "–"]);
  expect(rows.map((row) => placeUnder(row, rows, ranks, "score"))).toEqual(["1", "2", "–"]);
});

test("an address that asks for no weight of ours shows the ranking as it is", () => {
  expect(weightOf("touches")).toBe("touches");
  expect(weightOf("shoe size")).toBe("score");
  expect(weightOf(undefined)).toBe("score");
});
