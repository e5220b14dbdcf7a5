import { expect, test } from "vitest";
import { experienceOf } from "./experience.ts";

const DAY = 86_400_000;
const observed = (...values: [day: number, value: number][]) =>
  values.map(([day, value]) => ({ group: "light", key: "ground", atMs: day * DAY, value }));

test("the middle of at least five, as it was known when the day began", () => {
  const experience = experienceOf(observed([100, 5], [100.2, 9], [100.5, 7], [101, 6], [102.9, 8], [103.1, 50]));
  expect(experience.usualOf("light", 103.5 * DAY)).toEqual(new Map([["ground", { value: 7, count: 5, knownAtMs: 102.9 * DAY }]]));
  // The sixth came on the day itself, and counts from the next day on: of six the third is the lower of the middle two.
  expect(experience.usualOf("light", 104 * DAY).get("ground")).toEqual({ value: 7, count: 6, knownAtMs: 103.1 * DAY });
});

test("four tell nothing, nor does what is older than sixty days, nor what is of another group or key", () => {
  const four = observed([10, 1], [11, 1], [12, 1], [13, 1]);
  const other = observed([14, 1], [14, 1]).map((one, at) => (at === 0 ? { ...one, key: "air" } : { ...one, group: "heavy" }));
  expect(experienceOf([...four, ...other]).usualOf("light", 20 * DAY)).toEqual(new Map());
  const five = experienceOf([...four, ...observed([14, 1])]);
  expect(five.usualOf("light", 70.9 * DAY).get("ground")?.count).toBe(5);
  expect(five.usualOf("light", 71 * DAY)).toEqual(new Map());
});
