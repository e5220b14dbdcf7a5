import { expect, test } from "vitest";
import { histogramOf } from "./histogram.ts";

test("draws fall into bins of equal width, the largest into the last", () => {
  // From 0 to 10 in five bins of 2: 0 and 1 | 2 | none | 6 | 9 and 10.
  expect(histogramOf(Float64Array.of(0, 1, 2, 6, 9, 10), 5)).toEqual({ from: 0, width: 2, counts: [2, 1, 0, 1, 2] });
});

test("draws that are all the same make one bin, and none make none", () => {
  expect(histogramOf(Float64Array.of(7, 7), 5)).toEqual({ from: 7, width: 0, counts: [2] });
  expect(histogramOf(new Float64Array(0), 5)).toEqual({ from: 0, width: 0, counts: [] });
});
