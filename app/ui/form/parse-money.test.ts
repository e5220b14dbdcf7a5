import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { formatMoney } from "../format/format-money.ts";
import { parseMoney } from "./parse-money.ts";

describe("amounts as people type them", () => {
  test("with or without currency, groups and decimals", () => {
    expect(parseMoney("35", "USD", "en-US")).toBe(3500);
    expect(parseMoney("$1,234.5", "USD", "en-US")).toBe(123_450);
    expect(parseMoney("usd 35.00", "USD", "en-US")).toBe(3500);
    expect(parseMoney("1.234,50 €", "EUR", "de-DE")).toBe(123_450);
    expect(parseMoney("1 234,50", "EUR", "fr-FR")).toBe(123_450);
    expect(parseMoney("1250", "JPY", "en-US")).toBe(1250);
  });

  test("a decimal comma in a locale of decimal points is no amount, rather than a hundred times too much", () => {
    expect(parseMoney("35,50", "USD", "en-US")).toBeNull();
    expect(parseMoney("35.50", "EUR", "de-DE")).toBeNull();
  });

  test("more decimals than the currency has, words and nothing are no amount", () => {
    expect(parseMoney("35.005", "USD", "en-US")).toBeNull();
    expect(parseMoney("12.5", "JPY", "en-US")).toBeNull();
    expect(parseMoney("about 35", "USD", "en-US")).toBeNull();
    expect(parseMoney("", "USD", "en-US")).toBeNull();
    expect(parseMoney("1.2.3", "USD", "en-US")).toBeNull();
  });

  test("an amount too large to be exact is no amount", () => {
    expect(parseMoney("900719925474099200", "USD", "en-US")).toBeNull();
  });

  test("what we write we read back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.constantFrom(["USD", "en-US"], ["EUR", "de-DE"], ["EUR", "fr-FR"], ["JPY", "ja-JP"], ["KWD", "en-US"]),
        (minor, [currency = "", locale = ""]) => {
          expect(parseMoney(formatMoney(minor, currency, locale, "exact"), currency, locale)).toBe(minor);
        },
      ),
      { seed: 20_261_123 },
    );
  });
});
