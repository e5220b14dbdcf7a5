import type { Money } from "../records/order.js";

// ISO 4217: decimal places other than two. Vendors print "12.340" for dinars and "12" or "12.0" for yen.
const DECIMALS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
}; // prettier-ignore

/**
 * Reads a decimal string such as "19.90" without going through a float.
 *
 * @returns the amount in minor units, rounded half away from zero where the vendor prints more places than the currency has
 * @throws when the text is no plain decimal number, or larger than an integer can hold
 */
export function toMoney(amount: string, currency: string): Money {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount.trim());
  if (!match) throw new Error(`"${amount}" is not an amount of money`);
  const code = currency.toUpperCase();
  const places = DECIMALS[code] ?? 2;
  const fraction = (match[3] ?? "").padEnd(places + 1, "0");
  const kept = BigInt((match[2] ?? "0") + fraction.slice(0, places));
  const rounded = kept + (fraction.charAt(places) >= "5" ? 1n : 0n);
  const amountMinor = Number(match[1] === "-" ? -rounded : rounded);
  if (!Number.isSafeInteger(amountMinor)) throw new Error(`"${amount}" is too large`);
  return { amountMinor: amountMinor === 0 ? 0 : amountMinor, currency: code };
}

/** The amount as a decimal string with as many places as its currency has: "19.90", "12.340", "12". */
export function toDecimal({ amountMinor, currency }: Money): string {
  const places = DECIMALS[currency.toUpperCase()] ?? 2;
  const digits = String(Math.abs(amountMinor)).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${amountMinor < 0 ? "-" : ""}${places === 0 ? whole : `${whole}.${digits.slice(-places)}`}`;
}
