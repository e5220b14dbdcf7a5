import type { RuleTable } from "./rule-table.ts";

/** An expression of a table and where it stands. */
export type AskedExpression = { rowId: string; column: string; text: string };

/** Every expression of a table. */
export const expressionsOf = ({ columns, rows }: RuleTable): AskedExpression[] =>
  rows.flatMap(({ id, when }) =>
    columns.flatMap((column) => {
      const cell = when[column];
      return cell?.test === "expression" ? [{ rowId: id, column, text: cell.text }] : [];
    }),
  );
