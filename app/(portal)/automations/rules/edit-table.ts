import type { FactValue } from "#server/domain/decisions/decision.ts";
import type { CellTest, FactDefinition, RuleRow, RuleTable } from "#server/domain/decisions/rule-table.ts";

/** A case with the outcome that the rules have to give. */
export type RuleTest = { name: string; facts: Readonly<Record<string, FactValue>>; outcome: string };

/** What is being edited: a table and the tests beside it. */
export type Rules = { table: RuleTable; tests: readonly RuleTest[] };

/** One change of a table. Rows are named by their index, columns by their fact. */
export type TableEdit =
  | { edit: "cell"; row: number; column: string; cell: CellTest }
  | { edit: "outcome"; row: number; outcome: string }
  | { edit: "reason"; row: number; reason: string }
  | { edit: "add row"; at: number }
  | { edit: "duplicate row"; row: number }
  | { edit: "move row"; row: number; by: -1 | 1 }
  | { edit: "delete row"; row: number }
  | { edit: "add column"; column: string }
  | { edit: "move column"; column: string; by: -1 | 1 }
  | { edit: "delete column"; column: string };

/** The table after one change; the same table where the change leads nowhere, as moving the first row up does. */
export function editTable(table: RuleTable, change: TableEdit): RuleTable {
  const { rows, columns } = table;
  switch (change.edit) {
    case "cell":
      return withRow(table, change.row, (row) => ({ ...row, when: withCell(row.when, change.column, change.cell) }));
    case "outcome":
      return withRow(table, change.row, (row) => ({ ...row, outcome: change.outcome }));
    case "reason":
      return withRow(table, change.row, (row) => ({ ...row, reason: change.reason }));
    case "add row":
      return { ...table, rows: rows.toSpliced(change.at, 0, { id: freeId(rows), when: {}, outcome: "", reason: "" }) };
    case "duplicate row": {
      const row = rows[change.row];
      return row === undefined ? table : { ...table, rows: rows.toSpliced(change.row + 1, 0, { ...row, id: freeId(rows) }) };
    }
    case "move row":
      return { ...table, rows: moved(rows, change.row, change.by) };
    case "delete row":
      return { ...table, rows: rows.toSpliced(change.row, 1) };
    case "add column":
      return columns.includes(change.column) ? table : { ...table, columns: [...columns, change.column] };
    case "move column":
      return { ...table, columns: moved(columns, columns.indexOf(change.column), change.by) };
    case "delete column":
      break;
  }
  return {
    columns: columns.filter((column) => column !== change.column),
    rows: rows.map((row) => ({ ...row, when: withCell(row.when, change.column, { test: "any" }) })),
  };
}

function withRow(table: RuleTable, at: number, edit: (row: RuleRow) => RuleRow): RuleTable {
  return { ...table, rows: table.rows.map((row, index) => (index === at ? edit(row) : row)) };
}

/** `any` is written as no cell, so that tables which decide alike are alike. */
function withCell(when: RuleRow["when"], column: string, cell: CellTest): RuleRow["when"] {
  const rest = Object.fromEntries(Object.entries(when).filter(([name]) => name !== column));
  return cell.test === "any" ? rest : { ...rest, [column]: cell };
}

function moved<T>(list: readonly T[], from: number, by: -1 | 1): readonly T[] {
  const item = list[from];
  const to = from + by;
  if (item === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** "row-7": above every number already given, so that a deleted row's id does not come back as another row. */
function freeId(rows: readonly RuleRow[]): string {
  const numbers = rows.map(({ id }) => Number(/^row-(\d+)$/.exec(id)?.[1] ?? 0));
  return `row-${Math.max(rows.length, ...numbers) + 1}`;
}

/** The cell that a fact of this kind begins with when a condition is added to it. */
export function firstCell({ type }: FactDefinition): CellTest {
  if (type.kind === "boolean") return { test: "is", values: [true] };
  if (type.kind === "number") return { test: "between", low: null, high: null };
  return { test: "is", values: type.kind === "choice" ? type.options.slice(0, 1) : [] };
}

/** A row that decides a case as given: every known fact of the table's columns is asked for exactly. */
export function rowFromCase(
  { columns, rows }: RuleTable,
  facts: Readonly<Record<string, FactValue>>,
  outcome: string,
  reason: string,
): RuleRow {
  const when = Object.fromEntries(
    columns.flatMap((column): [string, CellTest][] => {
      const value = facts[column] ?? null;
      if (value === null) return [[column, { test: "unknown" }]];
      return [[column, typeof value === "number" ? { test: "between", low: value, high: value } : { test: "is", values: [value] }]];
    }),
  );
  return { id: freeId(rows), when, outcome, reason };
}
