import { expect, test } from "vitest";
import { estimateMinutes } from "./estimate-minutes.ts";
import { coefficientOfVariation } from "./sample-size.ts";
import { meanMinutes, sampleWeights } from "./sample-weights.ts";

test("a sample stands for as many items as its chance says; one of unknown chance counts as one of the samples", () => {
  // 1 / 0.1 and 1 / 0.5 are 10 and 2, shared out over two samples.
  expect(sampleWeights([{ chance: 0.1 }, {}, { chance: 0.5 }])).toEqual([10 / 6, 1, 2 / 6]);
  expect(sampleWeights([{}, { chance: null }])).toEqual([1, 1]);
  expect(meanMinutes([])).toBeNull();
});

test("long items that were drawn more often make neither the mean longer nor more samples wanted", () => {
  const drawn = [
    { minutes: 4, chance: 0.1 },
    { minutes: 60, chance: 0.5 },
  ];
  expect(meanMinutes(drawn)).toBeCloseTo((10 * 4 + 2 * 60) / 12, 12);
  // Of twelve items ten take 4 minutes and two 60: mean 13.33, variance 11 / 11 x ... as (10 x 9.33^2 + 2 x 46.67^2) / 12 x 2 / 1.
  const variance = ((10 * (40 / 3 - 4) ** 2 + 2 * (60 - 40 / 3) ** 2) / 12) * 2;
  expect(coefficientOfVariation(drawn)).toBeCloseTo(Math.sqrt(variance) / (40 / 3), 12);
});

test("an activity with drawn and other samples has the mean of both parts, each by its number", () => {
  const samples = [
    { minutes: 4, features: null, chance: 0.1 },
    { minutes: 60, features: null, chance: 0.5 },
    { minutes: 10, features: null },
    { minutes: 20, features: null },
  ];
  const [estimate] = estimateMinutes([{ count: 1000, moments: null, samples }]);
  // 13.33 of the drawn, 15 of the others, two of each.
  expect(estimate?.minutesPerTouch.point).toBeCloseTo((40 / 3 + 15) / 2, 9);
});
