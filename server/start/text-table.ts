const WIDEST_COLUMN = 60;

/** Rows as aligned text with a line of headings. Long values are cut; null and empty text look different. */
export function textTable(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const cells = rows.map((row) => columns.map((_column, index) => cellText(row[index])));
  const widths = columns.map((column, index) => Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(columns), line(widths.map((width) => "─".repeat(width))), ...cells.map(line)].join("\n");
}

function cellText(value: unknown): string {
  const flat = plainText(value).replaceAll("\n", "⏎");
  return flat.length > WIDEST_COLUMN ? `${flat.slice(0, WIDEST_COLUMN - 1)}…` : flat;
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return "∅";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" ? value : JSON.stringify(value);
}
