import { describe, expect, test } from "vitest";
import { fillPermutation } from "./random.ts";

const permutation = (seed: number, name: string, count: number) => {
  const out = new Uint16Array(count);
  fillPermutation(seed, name, out);
  return out;
};

describe("random permutations", () => {
  test("the same seed and name give the same order, another seed or name another", () => {
    expect(permutation(1, "volume", 100)).toEqual(permutation(1, "volume", 100));
    expect(permutation(1, "volume", 100)).not.toEqual(permutation(2, "volume", 100));
    expect(permutation(1, "volume", 100)).not.toEqual(permutation(1, "minutes", 100));
  });

  test("every number stands in it once", () => {
    expect([...permutation(3, "shuffle", 1_000)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });

  test("all 24 orders of four come up equally often, within four standard errors", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 24_000; seed += 1) {
      const order = permutation(seed, "four", 4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // 1,000 expected each, standard error sqrt(24,000 x 1/24 x 23/24) = 31.
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(4 * 31);
  });

  test("orders of two names are not related", () => {
    const [a, b] = [permutation(7, "a", 10_000), permutation(7, "b", 10_000)];
    const covariance = a.reduce((sum, rank, i) => sum + (rank - 4_999.5) * (b[i]! - 4_999.5), 0) / 10_000;
    // The variance of a rank is n^2 / 12; standard error of the correlation 0.01.
    expect(Math.abs(covariance / (10_000 ** 2 / 12))).toBeLessThan(0.04);
  });
});
