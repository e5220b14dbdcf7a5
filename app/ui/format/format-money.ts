import { decimalText, minorDigits } from "./minor-units.ts";

/**
 * exact: to the last minor unit, for invoices, rates and bridges; whole: no cents, for modelled figures;
 * short: "$34.6K", for ranges, axes and small spaces.
 */
export type MoneyPrecision = "exact" | "whole" | "short";

/** Formats by locale, currency and precision: building one takes about 50 times as long as using it. */
const formats = new Map<string, Intl.NumberFormat>();

function moneyFormat(locale: string, currency: string, precision: MoneyPrecision): Intl.NumberFormat {
  const key = `${locale} ${currency} ${precision}`;
  const known = formats.get(key);
  if (known) return known;
  const base = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const made = new Intl.NumberFormat(locale, {
    ...base,
    ...(precision === "whole" ? { maximumFractionDigits: 0 } : {}),
    ...(precision === "short" ? { notation: "compact", maximumSignificantDigits: 3 } : {}),
  });
  formats.set(key, made);
  return made;
}

/**
 * Money as text: "$40,040", "¥1,200", "KWD 1.250".
 *
 * @param amountMinor integer minor units of the currency (cents, yen, fils)
 * @param currency ISO 4217
 */
export function formatMoney(amountMinor: number, currency: string, locale: string, precision: MoneyPrecision = "whole"): string {
  return moneyFormat(locale, currency, precision).format(decimalText(amountMinor, minorDigits(currency)));
}

/** A range of money as text, "$34.6K–$47.3K"; one figure where both ends read the same. */
export function formatMoneyRange(
  lowMinor: number,
  highMinor: number,
  currency: string,
  locale: string,
  precision: MoneyPrecision = "short",
): string {
  const low = formatMoney(lowMinor, currency, locale, precision);
  const high = formatMoney(highMinor, currency, locale, precision);
  return low === high ? low : `${low}\u2013${high}`;
}
