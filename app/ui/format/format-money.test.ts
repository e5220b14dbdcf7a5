import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { formatMoney, formatMoneyRange } from "./format-money.ts";
import { decimalText, minorDigits } from "./minor-units.ts";

describe("money as text", () => {
  test("minor units become the decimals of their currency: cents, yen without any, fils in thousandths", () => {
    expect(formatMoney(4_004_050, "USD", "en-US", "exact")).toBe("$40,040.50");
    expect(formatMoney(1250, "JPY", "en-US", "exact")).toBe("¥1,250");
    expect(formatMoney(1250, "KWD", "en-US", "exact")).toBe("KWD\u00a01.250");
  });

  test("a modelled figure shows no cents", () => {
    expect(formatMoney(4_004_050, "USD", "en-US")).toBe("$40,041");
  });

  test("the locale decides the signs and the place of the currency", () => {
    expect(formatMoney(123_450, "EUR", "de-DE", "exact")).toBe("1.234,50\u00a0€");
  });

  test("a range shortens both ends to three digits", () => {
    expect(formatMoneyRange(3_458_000, 4_732_000, "USD", "en-US")).toBe("$34.6K–$47.3K");
  });

  test("a range whose ends read the same is one figure", () => {
    expect(formatMoneyRange(3_458_000, 3_458_001, "USD", "en-US")).toBe("$34.6K");
  });

  test("a loss keeps its sign", () => {
    expect(formatMoney(-5, "USD", "en-US", "exact")).toBe("-$0.05");
    expect(formatMoney(-123_456, "USD", "en-US", "exact")).toBe("-$1,234.56");
  });

  test("an amount beyond what a fraction can hold stays exact to the cent", () => {
    // 9,007,199,254,740,991 cents: as a fraction of dollars it would round to .92
    expect(formatMoney(Number.MAX_SAFE_INTEGER, "USD", "en-US", "exact")).toBe("$90,071,992,547,409.91");
  });

  test("the text of any amount reads back as the same minor units", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(0, 2, 3), (minor, digits) => {
        expect(BigInt(decimalText(minor, digits).replace(".", ""))).toBe(BigInt(minor));
      }),
      { seed: 20_261_123 },
    );
  });

  test("what is no amount is refused, not shown", () => {
    expect(() => decimalText(Number.NaN, 2)).toThrow("Not an amount");
  });

  test("a currency that nobody knows has two decimals", () => {
    expect(minorDigits("not a code")).toBe(2);
  });
});
