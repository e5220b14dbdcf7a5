/** A count as text, "412,806". */
export function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/**
 * A share as text, "94 %" in the locale's own way; a share that is not nothing never reads 0 %, one that is not all never 100 %.
 *
 * @param share 0..1
 */
export function formatShare(share: number, locale: string): string {
  const percent = (value: number) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(value);
  if (share > 0 && share < 0.005) return `<${percent(0.01)}`;
  if (share < 1 && share >= 0.995) return `>${percent(0.99)}`;
  return percent(share);
}

/** Noun with its count, "1 row", "2 rows", by English rules: the words of the product are English. */
export function countOf(count: number, one: string, many: string, locale: string): string {
  return `${formatCount(count, locale)} ${count === 1 ? one : many}`;
}
