import { toExpression, toLiteral } from "./jdm-expression.ts";
import type { FactDefinition, RuleTable } from "./rule-table.ts";

/** A decision graph of one table, as the decision engine evaluates it and GoRules' editor opens it. */
export type Jdm = {
  contentType: "application/vnd.gorules.decision";
  nodes: readonly JdmNode[];
  edges: readonly { id: string; type: "edge"; sourceId: string; targetId: string }[];
};

type JdmNode = { id: string; name: string; position: { x: number; y: number } } & (
  | { type: "inputNode" | "outputNode" }
  | {
      type: "decisionTableNode";
      content: {
        hitPolicy: "first";
        inputs: readonly { id: string; name: string; field: string }[];
        outputs: readonly { id: string; name: string; field: "outcome" | "reason" | "row" }[];
        rules: readonly Readonly<Record<string, string>>[];
      };
    }
);

/** Ids of the columns of an exported table that hold what a row decides. */
const OUTPUTS = [
  { id: "out-outcome", name: "Outcome", field: "outcome" },
  { id: "out-reason", name: "Reason", field: "reason" },
  { id: "out-row", name: "Row", field: "row" },
] as const;

/**
 * The table in the JSON decision model. Its answer to a case's facts is `{ outcome, reason, row }` of the first row that is met,
 * `row` being the row's id, or `{}` when none is.
 *
 * @param title the name of the table's node, as GoRules' editor shows it
 */
export function toJdm(table: RuleTable, facts: readonly FactDefinition[], title: string): Jdm {
  const inputs = table.columns.map((column) => ({
    id: `in-${column}`,
    name: facts.find(({ name }) => name === column)?.title ?? column,
    field: column,
  }));
  const rules = table.rows.map((row) => ({
    _id: row.id,
    ...Object.fromEntries(table.columns.map((column) => [`in-${column}`, toExpression(row.when[column])])),
    "out-outcome": toLiteral(row.outcome),
    "out-reason": toLiteral(row.reason),
    "out-row": toLiteral(row.id),
  }));
  return {
    contentType: "application/vnd.gorules.decision",
    nodes: [
      { id: "facts", type: "inputNode", name: "Facts", position: { x: 80, y: 160 } },
      {
        id: "table",
        type: "decisionTableNode",
        name: title,
        position: { x: 400, y: 160 },
        content: { hitPolicy: "first", inputs, outputs: OUTPUTS, rules },
      },
      { id: "decision", type: "outputNode", name: "Decision", position: { x: 720, y: 160 } },
    ],
    edges: [
      { id: "facts-table", type: "edge", sourceId: "facts", targetId: "table" },
      { id: "table-decision", type: "edge", sourceId: "table", targetId: "decision" },
    ],
  };
}
