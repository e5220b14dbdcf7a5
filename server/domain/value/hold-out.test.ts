import { describe, expect, test } from "vitest";
import { avoidedByHoldOut, sumTouches } from "./hold-out.ts";

describe("a hold-out", () => {
  test("held-out records show what the automated ones would have taken", () => {
    // Automated: 4 records, 2 touches, mean 0.5, variance 1/3. Held out: 4 records, 10 touches, mean 2.5, variance 1/3.
    const avoided = avoidedByHoldOut(sumTouches([0, 1, 0, 1]), sumTouches([2, 3, 2, 3]));
    // 4 x (2.5 - 0.5) = 8; standard error 4 x sqrt(1/12 + 1/12) = 1.63299.
    expect(avoided?.point).toBe(8);
    expect(avoided?.high).toBeCloseTo(8 + 1.959964 * 1.632993, 5);
    expect(avoided?.low).toBeCloseTo(8 - 1.959964 * 1.632993, 5);
  });

  test("a single record on a side says nothing", () => {
    expect(avoidedByHoldOut(sumTouches([1]), sumTouches([2, 3]))).toBeNull();
  });
});
