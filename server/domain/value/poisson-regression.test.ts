import { describe, expect, test } from "vitest";
import { invertMatrix } from "./invert-matrix.ts";
import { avoidedByRegression, fitPoisson, type Day } from "./poisson-regression.ts";

describe("regression on volume, weekday, promotion and post", () => {
  const day = (touches: number, post: boolean, changes: Partial<Day> = {}): Day => ({
    touches,
    volume: 100,
    weekday: 1,
    promotion: false,
    post,
    ...changes,
  });

  test("without weekdays and promotions it is the ratio of two rates, with the scatter of the days", () => {
    // Before 40 and 60 in turn, mean 50; after 15 and 25, mean 20: effect ln 0.4. Avoided 20 x (50 - 20) = 600.
    const days = Array.from({ length: 20 }, (_, i) => [day(i % 2 ? 40 : 60, false), day(i % 2 ? 15 : 25, true)]).flat();
    const avoided = avoidedByRegression(days);
    expect(avoided?.point).toBeCloseTo(600, 6);
    // Robust variance of ln(after) - ln(before): 20 x 25 / 400^2 + 20 x 100 / 1,000^2 = 0.005125, x 40 / 38.
    const error = Math.sqrt((0.005125 * 40) / 38);
    expect(avoided?.low).toBeCloseTo(400 * (0.4 ** -1 * Math.exp(-1.959964 * error) - 1), 3);
  });

  test("twice the volume and busy Mondays are not taken for the automation's doing", () => {
    const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;
    // 0.5 touches a record, 0.8 on Mondays, a quarter more in promotions; the automation takes 60 % off; volume doubles afterwards.
    const days = Array.from({ length: 56 }, (_, i) => {
      const [weekday, post, promotion] = [weekdays[i % 7]!, i >= 28, i % 5 === 0];
      const volume = post ? 2_000 : 1_000;
      return day(volume * (weekday === 1 ? 0.8 : 0.5) * (promotion ? 1.25 : 1) * (post ? 0.4 : 1), post, { volume, weekday, promotion });
    });
    const counted = days.filter(({ post }) => post).reduce((sum, { touches }) => sum + touches, 0);
    const avoided = avoidedByRegression(days);
    expect(avoided?.point).toBeCloseTo(counted * 1.5, 4);
    expect(avoided!.high - avoided!.low).toBeLessThan(1e-3);
  });

  test("too few days, or regressors that say the same, give no answer", () => {
    expect(avoidedByRegression([day(5, false), day(2, true)])).toBeNull();
    expect(
      fitPoisson(
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        [1, 2, 3],
        [1, 1, 1],
      ),
    ).toBeNull();
    expect(fitPoisson([[1], [1]], [0, 0], [1, 1])).toBeNull();
  });

  test("an inverse gives back the unit matrix, and a matrix without one says so", () => {
    expect(
      invertMatrix([
        [0, 2],
        [4, 0],
      ]),
    ).toEqual([
      [0, 0.25],
      [0.5, 0],
    ]);
    expect(
      invertMatrix([
        [1, 2],
        [2, 4],
      ]),
    ).toBeNull();
  });
});
