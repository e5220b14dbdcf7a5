import { describe, expect, test } from "vitest";
import { realisedValue } from "./realised-value.ts";

describe("realised value", () => {
  test("600 touches of 5 minutes at $35 and capture 0.6: 50 h x 35 x 0.6 = $1,050", () => {
    const value = realisedValue({ low: 480, point: 600, high: 720 }, { low: 4, point: 5, high: 6 }, 3_500, 0.6);
    // Low 32 h, high 72 h.
    expect(value).toEqual({ low: 67_200, point: 105_000, high: 151_200 });
  });

  test("work made instead of saved costs most where a touch takes longest", () => {
    expect(realisedValue({ low: -60, point: 0, high: 60 }, { low: 4, point: 5, high: 6 }, 3_600, 1)).toEqual({
      low: -21_600,
      point: 0,
      high: 21_600,
    });
  });
});
