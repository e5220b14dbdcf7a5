import { describe, expect, test } from "vitest";
import { seededRandom } from "#server/domain/effort/random.ts";
import { leastStandardError } from "./information-limit.ts";
import { shareWithin } from "./share-within.ts";

const known = (minutes: readonly number[], rows: readonly number[], timed: number) => ({
  minutes: Float64Array.from(minutes),
  rows: rows.map((value) => Float64Array.of(value)),
  timed,
});

describe("the least standard error", () => {
  const minutes = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? 1 : 3));

  test("is that of a plain mean where the log knows nothing of an item", () => {
    // Every item is 1 minute off the mean of 2; 25 of 100 are timed: variance of the sum 100 x (4 - 1), its root 17.32 of 200 minutes.
    const nothing = minutes.map(() => 0);
    expect(leastStandardError([known(minutes, nothing, 25)])).toBeCloseTo(Math.sqrt(300) / 200, 12);
    // Two such activities: twice the variance of twice the sum.
    expect(leastStandardError([known(minutes, nothing, 25), known(minutes, nothing, 25)])).toBeCloseTo(Math.sqrt(600) / 400, 12);
  });

  test("is next to nothing where the log tells how long each item took", () => {
    expect(leastStandardError([known(minutes, minutes, 25)])).toBeLessThan(0.005);
  });

  test("gains from knowing which items vary, though not by how much each", () => {
    // Half of the items take a minute, the others 1 or 9: with best chances of the spreads 0 and 4 all 30 of 120 go to the second half.
    const random = seededRandom(11);
    const varying = Array.from({ length: 120 }, (_, at) => (at < 60 ? 5 : random() < 0.5 ? 1 : 9));
    const halves = varying.map((_, at) => (at < 60 ? 0 : 1));
    const blind = leastStandardError([known(varying, halves.map(() => 0), 30)]); // prettier-ignore
    expect(leastStandardError([known(varying, halves, 30)])).toBeLessThan(0.75 * blind);
  });

  test("is nothing where every item is timed, or there is none", () => {
    expect(leastStandardError([known([1, 2, 40], [0, 0, 0], 30)])).toBe(0);
    expect(leastStandardError([])).toBe(0);
  });
});

test("of a normal distribution 68.27 % lie within one standard error, 95 % within 1.96, all within any where there is none", () => {
  expect(shareWithin(0.1, 0.1)).toBeCloseTo(0.682689, 6);
  expect(shareWithin(1.959964, 1)).toBeCloseTo(0.95, 6);
  expect(shareWithin(0.1, 0)).toBe(1);
});
