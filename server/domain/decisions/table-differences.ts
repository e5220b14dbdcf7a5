import { cellWords } from "./cell-words.ts";
import { toExpression } from "./jdm-expression.ts";
import type { FactDefinition, RuleRow, RuleTable } from "./rule-table.ts";

/** One difference between two versions, in words. rowId: null where a column is meant. */
export type TableDifference = { kind: "added" | "removed" | "moved" | "changed"; rowId: string | null; words: string };

/**
 * What changed from one version of a table to the next. Rows are told apart by their ids and named by their number, in the new version
 * where they still are. Of rows in another order the fewest that explain it are called moved.
 *
 * @param titles how people call the outcomes, by name; those without one go by their name
 * @returns [] when both decide alike and say the same
 */
export function tableDifferences(
  before: RuleTable,
  after: RuleTable,
  facts: readonly FactDefinition[],
  titles: ReadonlyMap<string, string> = new Map(),
): TableDifference[] {
  const outcomeOf = ({ outcome }: RuleRow) => titles.get(outcome) ?? outcome;
  const titleOf = (column: string) => facts.find(({ name }) => name === column)?.title ?? column;
  const old = new Map(before.rows.map((row, index) => [row.id, { row, number: index + 1 }]));
  const kept = after.rows.filter(({ id }) => old.has(id));
  const stayed = longestRising(kept.map(({ id }) => old.get(id)!.number));
  const moved = new Set(kept.filter((_, index) => !stayed.has(index)).map(({ id }) => id));
  const present = new Set(after.rows.map(({ id }) => id));
  return [
    ...after.columns
      .filter((column) => !before.columns.includes(column))
      .map((column): TableDifference => ({ kind: "added", rowId: null, words: `Asks for ${titleOf(column)} as well.` })),
    ...before.columns
      .filter((column) => !after.columns.includes(column))
      .map((column): TableDifference => ({ kind: "removed", rowId: null, words: `No longer asks for ${titleOf(column)}.` })),
    ...before.rows
      .filter(({ id }) => !present.has(id))
      .map((row): TableDifference => ({
        kind: "removed",
        rowId: row.id,
        words: `Row ${old.get(row.id)!.number} removed: ${outcomeOf(row)}.`,
      })),
    ...after.rows.flatMap((row, index): TableDifference[] => {
      const number = index + 1;
      const was = old.get(row.id);
      if (was === undefined) return [{ kind: "added", rowId: row.id, words: `Row ${number} added: ${outcomeOf(row)}.` }];
      return [
        ...(moved.has(row.id) ? [{ kind: "moved" as const, rowId: row.id, words: `Row ${number} moved, it was row ${was.number}.` }] : []),
        ...rowDifferences(was.row, row, number, [...new Set([...before.columns, ...after.columns])], facts, outcomeOf),
      ];
    }),
  ];
}

function rowDifferences(
  before: RuleRow,
  after: RuleRow,
  number: number,
  columns: readonly string[],
  facts: readonly FactDefinition[],
  outcomeOf: (row: RuleRow) => string,
): TableDifference[] {
  const change = (what: string, was: string, now: string): TableDifference => ({
    kind: "changed",
    rowId: after.id,
    words: `Row ${number}, ${what}: ${now}; it was ${was}.`,
  });
  return [
    ...columns.flatMap((column) => {
      const [was, now] = [before.when[column], after.when[column]];
      if (toExpression(was) === toExpression(now)) return [];
      const definition = facts.find(({ name }) => name === column);
      return [change(definition?.title ?? column, cellWords(was, definition), cellWords(now, definition))];
    }),
    ...(before.outcome === after.outcome ? [] : [change("decision", outcomeOf(before), outcomeOf(after))]),
    ...(before.reason === after.reason ? [] : [change("reason", quoted(before.reason), quoted(after.reason))]),
  ];
}

function quoted(reason: string): string {
  return reason === "" ? "empty" : `"${reason}"`;
}

/** Positions of a longest rising part of the numbers, which are all different. */
function longestRising(numbers: readonly number[]): Set<number> {
  const length = numbers.map(() => 1);
  const before = numbers.map(() => -1);
  let best = -1;
  for (const [at, number] of numbers.entries()) {
    for (let from = 0; from < at; from += 1)
      if (numbers[from]! < number && length[from]! + 1 > length[at]!) {
        length[at] = length[from]! + 1;
        before[at] = from;
      }
    if (best < 0 || length[at]! > length[best]!) best = at;
  }
  const positions = new Set<number>();
  for (let at = best; at >= 0; at = before[at]!) positions.add(at);
  return positions;
}
