import type { FactValue } from "./decision.ts";
import type { CellTest } from "./rule-table.ts";

/**
 * Whether a value meets a cell. Unknown (null) meets `any`, `unknown` and `not` and nothing else; values are compared with their type,
 * so that the text "1" is not the number 1.
 *
 * @returns null for an expression: only the decision engine reads those
 */
export function meetsCell(cell: CellTest, value: FactValue): boolean | null {
  switch (cell.test) {
    case "any":
      return true;
    case "is":
      return value !== null && cell.values.includes(value);
    case "not":
      return value === null || !cell.values.includes(value);
    case "between":
      return typeof value === "number" && (cell.low === null || value >= cell.low) && (cell.high === null || value <= cell.high);
    case "known":
      return value !== null;
    case "unknown":
      return value === null;
    case "expression":
      return null;
  }
}
