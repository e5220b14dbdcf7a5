/**
 * Decimal places of a currency: 2 for USD, 0 for JPY, 3 for KWD; 2 for a code that is not known.
 * Source: ISO 4217, by way of Intl.
 */
export function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/**
 * Minor units as an exact decimal text, "1234.50" for (123450, 2).
 * Text and not a number: 0.1 + 0.2 must never reach a page.
 */
export function decimalText(amountMinor: number, digits: number): Intl.StringNumericLiteral {
  const whole = Math.trunc(amountMinor);
  const padded = String(Math.abs(whole)).padStart(digits + 1, "0");
  const text = digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
  const signed = whole < 0 ? `-${text}` : text;
  if (!isDecimal(signed)) throw new RangeError(`Not an amount in minor units: ${amountMinor}`);
  return signed;
}

function isDecimal(text: string): text is Intl.StringNumericLiteral {
  return /^-?\d+(\.\d+)?$/.test(text);
}
