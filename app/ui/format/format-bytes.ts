const UNITS = ["kilobyte", "megabyte", "gigabyte"] as const;

/** Size of a file in thousands, as file managers show it: "412 byte", "1.4 MB". */
export function formatBytes(bytes: number, locale: string): string {
  if (bytes < 1000) return new Intl.NumberFormat(locale, { style: "unit", unit: "byte" }).format(bytes);
  const power = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const unit = UNITS[power - 1] ?? "gigabyte";
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(bytes / 1000 ** power);
}
