import fc from "fast-check";
import { expect, test } from "vitest";
import { toDecimal, toMoney } from "./money.js";

test.each([
  ["19.90", "USD", 1990],
  ["19.9", "usd", 1990],
  ["12", "JPY", 12],
  ["12.0", "JPY", 12],
  ["12.345", "KWD", 12_345],
  ["0.005", "EUR", 1],
  ["0.004", "EUR", 0],
  ["-0.01", "EUR", -1],
  ["-0.00", "EUR", 0],
  ["90071992547409.91", "EUR", 9_007_199_254_740_991],
])("%s %s is %i in minor units", (amount, currency, amountMinor) => {
  expect(toMoney(amount, currency)).toEqual({ amountMinor, currency: currency.toUpperCase() });
});

test.each(["", "a lot", "1,50", "1e3", "NaN", ".5", "90071992547409.92"])("%j is no amount", (amount) => {
  expect(() => toMoney(amount, "EUR")).toThrow(/is not an amount of money|is too large/);
});

test("any whole number of cents survives being printed with two places", () => {
  const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  fc.assert(
    fc.property(cents, (amountMinor) => {
      const sign = amountMinor < 0 ? "-" : "";
      const digits = String(Math.abs(amountMinor)).padStart(3, "0");
      expect(toMoney(`${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`, "USD").amountMinor).toBe(amountMinor);
    }),
    { seed: 7 },
  );
});

test.each([
  [1990, "USD", "19.90"],
  [5, "USD", "0.05"],
  [12_340, "KWD", "12.340"],
  [12, "JPY", "12"],
  [-150, "EUR", "-1.50"],
])("%i minor units of %s are written as %s, and read back as the same", (amountMinor, currency, text) => {
  expect(toDecimal({ amountMinor, currency })).toBe(text);
  expect(toMoney(text, currency)).toEqual({ amountMinor, currency });
});
