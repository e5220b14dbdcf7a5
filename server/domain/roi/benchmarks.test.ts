import { describe, expect, test } from "vitest";
import { BENCHMARKS, withConflicts } from "./benchmarks.ts";

describe("benchmarks", () => {
  test("sources that disagree name each other, and are shown together", () => {
    const byId = new Map(BENCHMARKS.map((benchmark) => [benchmark.id, benchmark]));
    for (const { id, conflictsWith } of BENCHMARKS) {
      expect(conflictsWith.every((other) => byId.get(other)?.conflictsWith.includes(id))).toBe(true);
    }
    expect(withConflicts("minutes-per-return-low").map(({ low, high }) => [low, high])).toEqual([
      [12, 21],
      [20, 45],
    ]);
    expect(withConflicts("unknown")).toEqual([]);
  });

  test("each has an id of its own, a range the right way round and a population", () => {
    expect(new Set(BENCHMARKS.map(({ id }) => id)).size).toBe(BENCHMARKS.length);
    expect(BENCHMARKS.filter(({ low, high, population }) => low > high || population === "")).toEqual([]);
  });

  test("official and measured figures have a year", () => {
    expect(BENCHMARKS.filter(({ grade, year }) => grade !== "C" && year === null)).toEqual([]);
  });
});
