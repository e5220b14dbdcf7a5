import { expect, test } from "vitest";
import { untracedHours } from "./untraced-hours.ts";

test("work without a trace takes as often as somebody said x the mean of its samples", () => {
  // Thirty of mean 6 minutes, ten each of 4, 6 and 8: sample deviation sqrt(80 / 29) = 1.661, so the mean is known to +- 1.645 x 1.661 / sqrt(30) = 0.499.
  const thirty = Array.from({ length: 30 }, (_, i) => 4 + 2 * (i % 3));
  const hours = untracedHours(30, thirty)!;
  expect(hours.point).toBe(3);
  expect(hours.low).toBeCloseTo((30 * (6 - 0.499)) / 60, 3);
  expect(hours.high).toBeCloseTo((30 * (6 + 0.499)) / 60, 3);
});

test("two samples that are alike by chance leave a wide range", () => {
  // exp(1.645 x sqrt(1/2 - 1/30)) = exp(1.124) = 3.08.
  const { low, point, high } = untracedHours(30, [6, 6])!;
  expect(point).toBe(3);
  expect(high / point).toBeCloseTo(3.08, 2);
  expect(point / low).toBeCloseTo(3.08, 2);
});

test("before two items are timed nothing is known, and it is not nothing", () => {
  expect(untracedHours(30, [5])).toBeNull();
  expect(untracedHours(30, [])).toBeNull();
});
