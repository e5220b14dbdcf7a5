/** ISO 4217 currencies whose minor unit is not a hundredth. Amounts of all others have 2 decimals. */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Decimals of a currency: 0, 2 or 3. */
export function minorDigits(currency: string): 0 | 2 | 3 {
  const digits = DIGITS[currency];
  return digits === 0 || digits === 3 ? digits : 2;
}

/** How close to a half an amount must be to count as a tie, in minor units: far above floating noise, far below a payment. */
export const TIE_WIDTH = 1e-6;

/**
 * Rounds an amount in minor units to a whole one, ties to the even neighbour (half-even).
 *
 * An amount within TIE_WIDTH of a half is a tie: 0.1 + 0.2 style noise must not decide a cent.
 */
export function roundHalfEven(amountMinor: number): number {
  const below = Math.floor(amountMinor);
  const tie = Math.abs(amountMinor - below - 0.5) < TIE_WIDTH;
  const rounded = tie ? below + Math.abs(below % 2) : Math.floor(amountMinor + 0.5);
  return rounded === 0 ? 0 : rounded;
}

/** A whole number of minor units as a plain decimal in major units: (885450, "USD") is "8854.50". */
export function toMajorText(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0 ? "-" : "";
  const whole = String(Math.abs(amountMinor)).padStart(digits + 1, "0");
  return digits === 0 ? sign + whole : `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}
