import { describe, expect, test } from "vitest";
import { minorDigits, roundHalfEven, toMajorText } from "./minor-units.ts";

describe("minor units", () => {
  test("the dollar has cents, the yen none, the Kuwaiti dinar thousandths", () => {
    expect([minorDigits("USD"), minorDigits("JPY"), minorDigits("KWD")]).toEqual([2, 0, 3]);
  });

  test("a tie goes to the even neighbour, everything else to the nearest", () => {
    expect([0.5, 1.5, 2.5, 2.4999, 2.5001, -0.5, -1.5, -2.5].map(roundHalfEven)).toEqual([0, 2, 2, 2, 3, 0, -2, -2]);
  });

  test("floating noise does not decide a tie: 1.005 x 100 is 100.49999999999999", () => {
    expect(1.005 * 100).toBeLessThan(100.5);
    expect(roundHalfEven(1.005 * 100)).toBe(100);
    expect(roundHalfEven(1.015 * 100)).toBe(102);
  });

  test("zero is never negative zero", () => {
    expect(Object.is(roundHalfEven(-0.2), 0)).toBe(true);
  });

  test("amounts are written with the decimals of their currency", () => {
    expect(toMajorText(885_450, "USD")).toBe("8854.50");
    expect(toMajorText(-5, "USD")).toBe("-0.05");
    expect(toMajorText(1_234, "JPY")).toBe("1234");
    expect(toMajorText(1_234, "KWD")).toBe("1.234");
    expect(toMajorText(0, "KWD")).toBe("0.000");
  });
});
