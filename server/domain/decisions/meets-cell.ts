import type { FactValue } from "./decision.ts";
import type { CellTest } from "./rule-table.ts";

/**
 * Whether a value meets a cell. Unknown (null) meets `any`, `unknown` and `not` and nothing else; values are compared with their type,
 * so that the text "1" is not the number 1.
 *
 * @returns null for an expression: only the decision engine reads those
 */
export function meetsCell(cell: CellTest, value: FactValue): boolean | null {
  if (cell.test === "any") return true;
  if (cell.test === "is") return value !== null && cell.values.includes(value);
  if (cell.test === "not") return value === null || !cell.values.includes(value);
  if (cell.test === "known") return value !== null;
  if (cell.test === "unknown") return value === null;
  if (cell.test === "expression") return null;
  return typeof value === "number" && (cell.low === null || value >= cell.low) && (cell.high === null || value <= cell.high);
}
