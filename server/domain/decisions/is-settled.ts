import type { FactValue } from "./decision.ts";
import { meetsCell } from "./meets-cell.ts";
import type { CellTest, RuleTable } from "./rule-table.ts";

/**
 * Whether the facts that were known settle what a table answers: no row from the first to the one that decided waits for a fact that
 * was not known. A row that asks whether a fact is known has its answer either way.
 *
 * @param rowId the row that decided, as the engine says; null where none was met
 */
export function isSettled(table: RuleTable, values: Readonly<Record<string, FactValue>>, rowId: string | null): boolean {
  for (const row of table.rows) {
    const cells = table.columns.map((column) => ({ cell: row.when[column] ?? ANY, value: values[column] ?? null }));
    const refuted = cells.some(({ cell, value }) => !waits(cell, value) && meetsCell(cell, value) === false);
    if (!refuted && cells.some(({ cell, value }) => waits(cell, value))) return false;
    if (row.id === rowId) return true;
  }
  return true;
}

const ANY: CellTest = { test: "any" };

const waits = ({ test }: CellTest, value: FactValue): boolean => value === null && !["any", "known", "unknown"].includes(test);
