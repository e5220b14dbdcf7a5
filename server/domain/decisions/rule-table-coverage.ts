import type { FactValue } from "./decision.ts";
import { meetsCell } from "./meets-cell.ts";
import type { FactDefinition, RuleTable } from "./rule-table.ts";

/** What the rows of a table leave and take from each other. Examples are conditions in words, one a column that matters. */
export type Coverage =
  | {
      kind: "checked";
      /** Rows that no case reaches; coveredBy: rows above that take its cases, [] when no value meets the row at all. */
      dead: readonly { rowId: string; coveredBy: readonly string[] }[];
      /** A case that both rows match with different outcomes; `first` decides it. One example a pair. */
      overlaps: readonly { first: string; later: string; example: readonly string[] }[];
      /** A case that no row decides; null when there is none, or when only an expression could tell. */
      gap: readonly string[] | null;
    }
  | { kind: "too large"; limit: number };

/** Sets of rows that may be alive at once, over all columns, before the check gives up: about a second of work on one core. */
export const COVERAGE_LIMIT = 50_000;

/** Values of one fact that all rows treat alike: one of them, in words, and the rows that it leaves alive. */
type Region = { words: string | null; rows: bigint };

/**
 * Divides the values of each column into the finitely many regions that the rows treat alike, and follows which rows stay alive from
 * column to column. Two ways that leave the same rows alive end alike, so each set of rows is followed once a column: exact, and
 * without looking at every combination.
 *
 * A row with an expression may or may not fire: it counts as reachable, covers nothing, and hides no gap for sure.
 *
 * @param table its columns must be known facts
 */
export function coverageOf(table: RuleTable, facts: readonly FactDefinition[], limit: number = COVERAGE_LIMIT): Coverage {
  const regions = table.columns.map((column) =>
    regionsOf(
      table,
      facts.find(({ name }) => name === column)!,
    ),
  );
  const found = { overlaps: new Map<string, readonly string[]>(), reached: new Set<number>(), gap: null as readonly string[] | null };
  const covered = table.rows.map(() => new Set<number>());
  const unread = table.rows.map((row) => table.columns.some((column) => row.when[column]?.test === "expression"));
  let states = [{ alive: (1n << BigInt(table.rows.length)) - 1n, words: [] as readonly (string | null)[] }];
  let visited = 0;
  for (const column of regions) {
    const next = new Map<bigint, readonly (string | null)[]>();
    for (const { alive, words } of states)
      for (const region of column) {
        const left = alive & region.rows;
        if (next.has(left)) continue;
        next.set(left, [...words, region.words]);
        visited += 1;
        if (visited > limit) return { kind: "too large", limit };
      }
    states = [...next].map(([alive, words]) => ({ alive, words }));
  }
  for (const { alive, words } of states) {
    const rows = membersOf(alive);
    const first = rows.find((row) => !unread[row]);
    for (const row of rows) {
      if (first === undefined || row <= first) found.reached.add(row);
      else covered[row]!.add(first);
    }
    const said = words.filter((word) => word !== null);
    if (rows.length === 0 && (found.gap === null || said.length < found.gap.length)) found.gap = said;
    for (const later of rows) {
      if (first === undefined || later <= first || table.rows[later]!.outcome === table.rows[first]!.outcome) continue;
      const pair = `${first} ${later}`;
      if (found.overlaps.has(pair)) continue;
      // Of the case only what decides between them: what the later row asks, the first, and those above that leave the case to it.
      const asks = (row: number, column: number) => (table.rows[row]!.when[table.columns[column]!]?.test ?? "any") !== "any";
      found.overlaps.set(
        pair,
        words.filter(
          (word, column): word is string =>
            word !== null && (asks(later, column) || table.rows.slice(0, first + 1).some((_row, above) => asks(above, column))),
        ),
      );
    }
  }
  const idOf = (row: number) => table.rows[row]!.id;
  return {
    kind: "checked",
    dead: table.rows.flatMap(({ id }, row) => (found.reached.has(row) ? [] : [{ rowId: id, coveredBy: [...covered[row]!].map(idOf) }])),
    overlaps: [...found.overlaps].map(([pair, example]) => {
      const [first, later] = pair.split(" ").map(Number);
      return { first: idOf(first!), later: idOf(later!), example };
    }),
    gap: found.gap,
  };
}

/** The regions of one column, each set of rows once. A column that no row asks has one region without words. */
function regionsOf({ rows }: RuleTable, definition: FactDefinition): Region[] {
  const regions = new Map<bigint, Region>();
  for (const { value, words } of samplesOf({ columns: [], rows }, definition)) {
    let alive = 0n;
    for (const [index, { when }] of rows.entries()) {
      const cell = when[definition.name];
      if (cell === undefined || meetsCell(cell, value) !== false) alive |= 1n << BigInt(index);
    }
    if (!regions.has(alive)) regions.set(alive, { words: `${definition.title} is ${words}`, rows: alive });
  }
  const [only] = regions.values();
  return regions.size === 1 ? [{ words: null, rows: only!.rows }] : [...regions.values()];
}

/** At least one value of every region: for numbers each limit, one between each two, and one beyond each end. */
function samplesOf({ rows }: RuleTable, { name, type }: FactDefinition): { value: FactValue; words: string }[] {
  const named = [
    ...new Set(
      rows.flatMap(({ when }) => {
        const cell = when[name];
        if (cell?.test === "is" || cell?.test === "not") return [...cell.values];
        return cell?.test === "between" ? [cell.low, cell.high].filter((end) => end !== null) : [];
      }),
    ),
  ];
  const unknown = { value: null, words: "not known" };
  if (type.kind === "boolean") return [{ value: true, words: "yes" }, { value: false, words: "no" }, unknown];
  if (type.kind === "choice") return [...type.options.map((option) => ({ value: option, words: option })), unknown];
  if (type.kind === "text") {
    const texts = named.filter((value) => typeof value === "string");
    return [...texts.map((text) => ({ value: text, words: text })), { value: otherText(texts), words: "another text" }, unknown];
  }
  const unit = type.unit === null ? "" : ` ${type.unit}`;
  const limits = named.filter((value): value is number => typeof value === "number" && Number.isFinite(value)).sort((a, b) => a - b);
  const between = limits.flatMap((limit, index) => {
    const next = limits[index + 1];
    return next === undefined ? [limit] : [limit, ...strictlyBetween(limit, next)];
  });
  const [least] = limits;
  const most = limits.at(-1);
  const numbers = least === undefined || most === undefined ? [0] : [least - step(least), ...between, most + step(most)];
  return [...numbers.map((number) => ({ value: number, words: `${number}${unit}` })), unknown];
}

/** A round number between two, or none where no number lies between. */
function strictlyBetween(low: number, high: number): number[] {
  for (const digits of [0, 1, 2, 4, 8]) {
    const rounded = Number(((low + high) / 2).toFixed(digits));
    if (rounded > low && rounded < high) return [rounded];
  }
  const middle = low + (high - low) / 2;
  return middle > low && middle < high ? [middle] : [];
}

/** Far enough from a number to be another one. */
function step(number: number): number {
  return Math.max(1, Math.abs(number) * 1e-6);
}

function otherText(named: readonly string[]): string {
  let text = "another text";
  while (named.includes(text)) text += "'";
  return text;
}

function membersOf(set: bigint): number[] {
  const members: number[] = [];
  for (let rest = set, index = 0; rest > 0n; rest >>= 1n, index += 1) if (rest & 1n) members.push(index);
  return members;
}
