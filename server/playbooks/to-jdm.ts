import type { CellTest, FactDefinition, RuleTable } from "#server/domain/decisions/rule-table.ts";

const literal = (value: string | number | boolean): string =>
  typeof value === "string" ? `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"` : String(value);

function expression(cell: CellTest | undefined): string {
  switch (cell?.test) {
    case undefined:
    case "any":
      return "";
    case "is":
      return `$ in [${cell.values.map(literal).join(", ")}]`;
    case "not":
      return `not($ in [${cell.values.map(literal).join(", ")}])`;
    case "between":
      return ["$ != null", ...(cell.low === null ? [] : [`$ >= ${cell.low}`]), ...(cell.high === null ? [] : [`$ <= ${cell.high}`])].join(
        " and ",
      );
    case "known":
      return "$ != null";
    case "unknown":
      return "$ == null";
    case "expression":
      return cell.text;
  }
}

/** The table in the JSON decision model: answers `{ outcome, reason, row }` of the first row that is met, `{}` when none is. */
export function toJdm(table: RuleTable, facts: readonly FactDefinition[], title: string): object {
  const node = { position: { x: 0, y: 0 } };
  const inputs = table.columns.map((field) => ({
    id: `in-${field}`,
    name: facts.find(({ name }) => name === field)?.title ?? field,
    field,
  }));
  const outputs = ["outcome", "reason", "row"].map((field) => ({ id: `out-${field}`, name: field, field }));
  const rules = table.rows.map((row) => ({
    _id: row.id,
    ...Object.fromEntries(table.columns.map((column) => [`in-${column}`, expression(row.when[column])])),
    "out-outcome": literal(row.outcome),
    "out-reason": literal(row.reason),
    "out-row": literal(row.id),
  }));
  return {
    contentType: "application/vnd.gorules.decision",
    nodes: [
      { ...node, id: "facts", type: "inputNode", name: "Facts" },
      { ...node, id: "table", type: "decisionTableNode", name: title, content: { hitPolicy: "first", inputs, outputs, rules } },
      { ...node, id: "decision", type: "outputNode", name: "Decision" },
    ],
    edges: [
      { id: "in", type: "edge", sourceId: "facts", targetId: "table" },
      { id: "out", type: "edge", sourceId: "table", targetId: "decision" },
    ],
  };
}
