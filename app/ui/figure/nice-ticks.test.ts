import { expect, test } from "vitest";
import fc from "fast-check";
import { niceTicks } from "./nice-ticks.ts";

test("an axis ends at a round number that covers the largest value", () => {
  expect(niceTicks(26)).toEqual([0, 10, 20, 30]);
  expect(niceTicks(88)).toEqual([0, 25, 50, 75, 100]);
  expect(niceTicks(0.9)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(niceTicks(40)).toEqual([0, 10, 20, 30, 40]);
});

test("nothing to show still has an axis", () => {
  expect(niceTicks(0)).toEqual([0, 1]);
  expect(niceTicks(Number.NaN)).toEqual([0, 1]);
});

test("ticks rise evenly from 0, cover the value and are few", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
      const ticks = niceTicks(highest);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.at(-2)).toBeLessThan(highest);
    }),
    { seed: 20_261_123 },
  );
});
