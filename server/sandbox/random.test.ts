import { expect, test } from "vitest";
import { createRandom } from "./random.ts";

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test("the same words give the same stream, neighbouring words another", () => {
  const stream = (...words: (string | number)[]): number[] => {
    const random = createRandom(...words);
    return draws(5, () => random.next());
  };
  expect(stream("seed", "order", 17)).toEqual(stream("seed", "order", 17));
  expect(stream("seed", "order", 17)).not.toEqual(stream("seed", "order", 18));
});

test("first draws of neighbouring words are spread evenly", () => {
  const firsts = Array.from({ length: 20_000 }, (_, number) => createRandom("seed", number).next());
  const tenths = Array.from({ length: 10 }, (_, tenth) => firsts.filter((value) => Math.floor(value * 10) === tenth).length);
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200); // 4.7 standard deviations
});

test("half of a lognormal lies below its median, weights are kept, a Poisson has its mean", () => {
  const random = createRandom("shapes");
  expect(draws(20_000, () => random.lognormal(3, 0.5)).filter((value) => value < 3).length / 20_000).toBeCloseTo(0.5, 1);
  expect(
    draws(20_000, () =>
      random.weighted([
        ["a", 3],
        ["b", 1],
      ]),
    ).filter((value) => value === "a").length / 20_000,
  ).toBeCloseTo(0.75, 1);
  expect(mean(draws(20_000, () => random.poisson(4)))).toBeCloseTo(4, 0);
  expect(mean(draws(5000, () => random.poisson(500))) / 500).toBeCloseTo(1, 2);
});

test("whole numbers include both ends", () => {
  const random = createRandom("ends");
  expect(new Set(draws(200, () => random.integer(1, 3)))).toEqual(new Set([1, 2, 3]));
});
