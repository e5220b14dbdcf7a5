import { expect, test } from "vitest";
import { untracedHours } from "./untraced-hours.ts";

test("work without a trace takes as often as somebody said x the mean of its samples", () => {
  // Mean 6 minutes, sample deviation 2, so the mean is known to +- 1.645 x 2 / sqrt(3) = 1.9 minutes; 30 times a week.
  const hours = untracedHours(30, [4, 6, 8])!;
  expect(hours.point).toBe(3);
  expect(hours.low).toBeCloseTo(3 - (30 * 1.645 * 2) / Math.sqrt(3) / 60, 2);
  expect(hours.high).toBeCloseTo(3 + (30 * 1.645 * 2) / Math.sqrt(3) / 60, 2);
});

test("before two items are timed nothing is known, and it is not nothing", () => {
  expect(untracedHours(30, [5])).toBeNull();
  expect(untracedHours(30, [])).toBeNull();
});
