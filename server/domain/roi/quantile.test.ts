import { describe, expect, test } from "vitest";
import { assumed, type Distribution } from "./input.ts";
import { normalQuantile, quantileOf } from "./quantile.ts";

const at = (value: number, distribution: Distribution, u: number) => quantileOf({ ...assumed(value), distribution })?.(u);

describe("quantiles", () => {
  test("a certain input has no draws, nor has a range without width", () => {
    expect(quantileOf(assumed(5))).toBeNull();
    expect(quantileOf({ ...assumed(5), distribution: { kind: "pert", low: 5, high: 5 } })).toBeNull();
  });

  test("a triangular 0, 1, 4 has a quarter below its peak, and (4 - x)^2 / 12 above x after it", () => {
    const triangular = { kind: "triangular", low: 0, high: 4 } as const;
    expect(at(1, triangular, 0.25)).toBeCloseTo(1, 12);
    expect(at(1, triangular, 1 - 1 / 12)).toBeCloseTo(3, 12);
    expect(at(1, triangular, 0)).toBe(0);
    expect(at(1, triangular, 1)).toBe(4);
  });

  test("a measured interval has its value as median and is even on either side", () => {
    const interval = { kind: "interval", low: 2, high: 10 } as const;
    expect([0, 0.25, 0.5, 0.75, 1].map((u) => at(4, interval, u))).toEqual([2, 3, 4, 7, 10]);
  });

  test("a lognormal meets its 10th and 90th percentile, its median is their geometric mean", () => {
    const lognormal = { kind: "lognormal", p10: 4, p90: 25 } as const;
    expect(at(9, lognormal, 0.1)).toBeCloseTo(4, 6);
    expect(at(9, lognormal, 0.9)).toBeCloseTo(25, 6);
    expect(at(9, lognormal, 0.5)).toBeCloseTo(10, 6);
  });

  test("the normal deviates of the tables", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232, 6);
    expect(normalQuantile(0.5)).toBe(0);
  });

  test("a symmetric PERT on 0..1 is the beta distribution of shapes 3 and 3: F(x) = 10x^3 - 15x^4 + 6x^5", () => {
    const pert = { kind: "pert", low: 0, high: 1 } as const;
    for (const u of [0.01, 0.1, 0.3, 0.5, 0.9, 0.999]) {
      const x = at(0.5, pert, u)!;
      expect(10 * x ** 3 - 15 * x ** 4 + 6 * x ** 5).toBeCloseTo(u, 4);
    }
  });

  test("a PERT has the mean (low + 4 mode + high) / 6", () => {
    const pert = { kind: "pert", low: 2, high: 14 } as const;
    let sum = 0;
    for (let i = 0; i < 20_000; i += 1) sum += at(4, pert, (i + 0.5) / 20_000)!;
    expect(sum / 20_000).toBeCloseTo((2 + 16 + 14) / 6, 3);
  });

  test("never falls as u rises", () => {
    const distributions: Distribution[] = [
      { kind: "triangular", low: 1, high: 9 },
      { kind: "pert", low: 1, high: 9 },
      { kind: "pert", low: 3, high: 9 },
      { kind: "lognormal", p10: 1, p90: 9 },
      { kind: "interval", low: 1, high: 9 },
    ];
    const draws = distributions.map((distribution) => Array.from({ length: 1_001 }, (_, i) => at(3, distribution, i / 1_000)!));
    expect(draws).toEqual(draws.map((list) => list.toSorted((a, b) => a - b)));
  });
});
