/** Minor units as money without cents, "$1,234". Whole units suffice where estimates are compared. */
export function moneyWords(currency: string, minor: number): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency, maximumFractionDigits: 0 });
  const digits = new Intl.NumberFormat("en-US", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(Math.round(minor / 10 ** digits));
}

/** "1 build day", "2.5 build days". */
export function dayWords(days: number): string {
  const rounded = Math.round(days * 10) / 10;
  return `${rounded} build day${rounded === 1 ? "" : "s"}`;
}

/** "A", "A and B", "A, B and C", each in quotation marks. */
export function listWords(titles: readonly string[]): string {
  const quoted = titles.map((title) => `"${title}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
