import { describe, expect, test } from "vitest";
import { paybackMonths } from "./payback.ts";

describe("payback", () => {
  test("is interpolated within the month: 100 out, 30 a month back is 3.33 months", () => {
    expect(paybackMonths([-100, 30, 30, 30, 30])).toBeCloseTo(10 / 3, 12);
  });

  test("falls on the month when the total is exactly zero there", () => {
    expect(paybackMonths([-60, 30, 30])).toBe(2);
  });

  test("counts from the month of the first outlay", () => {
    expect(paybackMonths([0, 0, -60, 30, 30])).toBe(2);
  });

  test("is 0 without an outlay and unknown when the money does not come back", () => {
    expect(paybackMonths([0, 5])).toBe(0);
    expect(paybackMonths([-60, 30])).toBeNull();
  });
});
