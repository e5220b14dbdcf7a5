import { minorDigits } from "../format/minor-units.ts";

/** Group and decimal signs of a locale: "," and "." in en-US, "." and "," in de-DE. */
function signsOf(locale: string): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(12_345.6);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { group: find("group"), decimal: find("decimal") || "." };
}

/**
 * Reads an amount as a person types it: "1,234.50", "$35", "35", "1 234,5" where the locale writes it so.
 *
 * @returns integer minor units, or null when it is not an amount, has more decimals than the currency, or is too large to be exact
 */
export function parseMoney(text: string, currency: string, locale: string): number | null {
  const { group, decimal } = signsOf(locale);
  const digits = minorDigits(currency);
  const bare = text.replace(/[\p{Sc}\s]/gu, "").replace(new RegExp(`^${currency}|${currency}$`, "i"), "");
  const [whole = "", fraction = "", ...more] = bare.split(decimal);
  if (more.length > 0) return null;
  const groups = group.trim() === "" ? [whole] : whole.split(group);
  const grouped = groups.length === 1 || (groups.slice(1).every((part) => part.length === 3) && /^-?\d{1,3}$/.test(groups[0] ?? ""));
  const joined = groups.join("");
  if (!grouped || !/^-?\d+$/.test(joined) || !/^\d*$/.test(fraction) || fraction.length > digits) return null;
  const minor = Number(joined + fraction.padEnd(digits, "0"));
  return Number.isSafeInteger(minor) ? minor + 0 : null;
}
