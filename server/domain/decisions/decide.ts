import type { Decision } from "./decision.ts";
import { meetsCell } from "./meets-cell.ts";
import type { RuleRow, RuleTable } from "./rule-table.ts";

/**
 * What a table says about one case. `expression`: the row might decide, but asks something that only the decision engine can read;
 * rows below it are then not looked at.
 */
export type TableAnswer = { kind: "row"; row: RuleRow } | { kind: "none" } | { kind: "expression"; row: RuleRow };

/**
 * The first row whose cells are all met decides, as the JDM form of the table does. A fact that is missing is unknown.
 */
export function decide(table: RuleTable, facts: Decision["facts"]): TableAnswer {
  for (const row of table.rows) {
    const met = meetsRow(table.columns, row, facts);
    if (met === true) return { kind: "row", row };
    if (met === null) return { kind: "expression", row };
  }
  return { kind: "none" };
}

/** null: every cell that can be read is met, and one is an expression. */
function meetsRow(columns: readonly string[], row: RuleRow, facts: Decision["facts"]): boolean | null {
  let certain = true;
  for (const column of columns) {
    const cell = row.when[column];
    if (cell === undefined) continue;
    const met = meetsCell(cell, facts[column] ?? null);
    if (met === false) return false;
    if (met === null) certain = false;
  }
  return certain ? true : null;
}
