/**
 * Sums of whole numbers, by part and key: all that an audit keeps of a log. A part is what is read and written together, a key is text or
 * JSON, and a row of zeros is as good as no row. As all sums are whole numbers below 2^53, they are the same to the bit in any order.
 */
export type Totals = Map<string, Map<string, number[]>>;

const BETWEEN = "\u001F"; // As in activityKey: no cell that was typed contains it.
const NOTHING = "\u001E";

export const keyOf = (...parts: readonly (string | number | null)[]): string =>
  parts.map((part) => (part === null ? NOTHING : String(part))).join(BETWEEN);

/** The parts of a key as text; null where null was given. */
export const splitKey = (key: string): (string | null)[] => key.split(BETWEEN).map((part) => (part === NOTHING ? null : part));

/** As splitKey, for keys whose parts are never null. */
export const textsOf = (key: string): string[] => splitKey(key).map((part) => part ?? "");

/** Adds numbers to a row, field by field; the row grows to the longer of the two. */
export function addRow(totals: Totals, part: string, key: string, row: ArrayLike<number>, sign: 1 | -1 = 1): void {
  let rows = totals.get(part);
  if (rows === undefined) {
    rows = new Map();
    totals.set(part, rows);
  }
  let known = rows.get(key);
  if (known === undefined) {
    known = [];
    rows.set(key, known);
  }
  for (let f = 0; f < row.length; f += 1) known[f] = (known[f] ?? 0) + sign * row[f]!;
}

/** Adds all of `other` to `totals`, or takes it away. */
export function addTotals(totals: Totals, other: Totals, sign: 1 | -1 = 1): void {
  for (const [part, rows] of other) for (const [key, row] of rows) addRow(totals, part, key, row, sign);
}

/** A part as text: keys in order, rows of zeros and zeros at the end left out; "{}" when nothing is left. */
export function partText(rows: ReadonlyMap<string, readonly number[]>): string {
  const kept = [...rows].flatMap(([key, row]) => {
    const length = row.findLastIndex((value) => value !== 0) + 1;
    return length === 0 ? [] : [[key, row.slice(0, length)] as const];
  });
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${kept.map(([key, row]) => `${JSON.stringify(key)}:[${row.join(",")}]`).join(",")}}`;
}

/** The rows of a part in the order of their keys, without those of zeros. */
export function rowsOf(totals: Totals, part: string): [key: string, row: readonly number[]][] {
  return [...(totals.get(part) ?? [])].filter(([, row]) => row.some((value) => value !== 0)).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The names of the parts that begin so, in order. */
export const partsOf = (totals: Totals, prefix: string): string[] => [...totals.keys()].filter((part) => part.startsWith(prefix)).sort();

/** How many events the totals count, from what they say of each source. */
export const eventsCounted = (totals: Totals): number =>
  [...(totals.get("quality")?.values() ?? [])].reduce((sum, [events = 0]) => sum + events, 0);
