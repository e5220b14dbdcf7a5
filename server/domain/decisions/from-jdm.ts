import { fromExpression } from "./jdm-expression.ts";
import { type FactDefinition, NEEDS_PERSON, type CellTest, type RuleRow, type RuleTable } from "./rule-table.ts";

/** A file read as a rule table, with what had to be kept as it was; or every reason why it cannot be. */
export type JdmReading = { kind: "table"; table: RuleTable; kept: readonly string[] } | { kind: "refused"; reasons: readonly string[] };

type Json = { readonly [key: string]: unknown };

/** Parts of a JDM file that do not decide and may be left aside. */
const SILENT = new Set(["inputNode", "outputNode"]);
const READ_OUTPUTS = new Set(["outcome", "reason", "row"]);

/**
 * Reads a JDM file that holds one decision table. Nothing of it is dropped in silence: other kinds of nodes, hit policies, columns
 * without a fact and outputs that this product does not have are refused, each with its name; conditions that have no form of their
 * own are kept as expressions and listed.
 *
 * @param file the parsed JSON of the file
 * @param outcomes those of the playbook; a person may always be asked
 */
export function fromJdm(file: unknown, facts: readonly FactDefinition[], outcomes: readonly string[]): JdmReading {
  const nodes = listOf(isObject(file) ? file["nodes"] : undefined);
  if (nodes === null)
    return refused("This is not a JDM file: it has no list of nodes. Export it from GoRules' editor as JSON and try again.");
  const strange = nodes.filter(({ type }) => type !== "decisionTableNode" && !SILENT.has(String(type)));
  if (strange.length > 0)
    return refused(
      ...strange.map(
        ({ name, type }) =>
          `The node "${textOf(name) ?? "without a name"}" is a ${kindOf(type)}. Only a single decision table can be read.`,
      ),
    );
  const tables = nodes.filter(({ type }) => type === "decisionTableNode");
  const content = tables.length === 1 && isObject(tables[0]!["content"]) ? tables[0]!["content"] : null;
  if (content === null)
    return refused(
      tables.length === 1
        ? "The decision table of the file has no content."
        : `The file has ${tables.length} decision tables. Only a file with exactly one can be read.`,
    );
  return readTable(content, facts, outcomes);
}

function readTable(content: Json, facts: readonly FactDefinition[], outcomes: readonly string[]): JdmReading {
  const inputs = listOf(content["inputs"]) ?? [];
  const outputs = listOf(content["outputs"]) ?? [];
  const rules = listOf(content["rules"]) ?? [];
  const idOfOutput = (field: string) => textOf(outputs.find((output) => output["field"] === field)?.["id"]);
  const reasons = [
    ...hitPolicyReasons(content["hitPolicy"]),
    ...inputs.flatMap((input) => inputReasons(input, inputs, facts)),
    ...outputs.flatMap(({ field, name }) =>
      READ_OUTPUTS.has(String(field))
        ? []
        : [`The output column "${textOf(name) ?? textOf(field) ?? ""}" is not known. A table decides an outcome and says a reason.`],
    ),
  ];
  const outcomeId = idOfOutput("outcome");
  if (outcomeId === null) reasons.push('There is no output column with the field "outcome".');
  if (reasons.length > 0 || outcomeId === null) return refused(...reasons);
  const reasonId = idOfOutput("reason");
  const allowed = new Set([...outcomes, NEEDS_PERSON]);
  const kept: string[] = [];
  const ids = new Set<string>();
  const rows = rules.map((rule, index): RuleRow => {
    const number = index + 1;
    const outcome = literalText(rule[outcomeId]);
    if (outcome === null) reasons.push(`Rule ${number}: its outcome is not a text in quotes.`);
    else if (!allowed.has(outcome))
      reasons.push(`Rule ${number}: "${outcome}" is not an outcome of this playbook. It has: ${[...allowed].join(", ")}.`);
    const reason = reasonId === null ? (textOf(rule["_description"]) ?? "") : literalText(rule[reasonId]);
    if (reason === null) reasons.push(`Rule ${number}: its reason is not a text in quotes.`);
    const when: Record<string, CellTest> = {};
    for (const input of inputs) {
      const condition = rule[String(input["id"])] ?? "";
      const column = String(input["field"]);
      if (typeof condition !== "string")
        reasons.push(`Rule ${number}, ${column}: its condition is ${JSON.stringify(condition)}, which is not an expression in quotes.`);
      const cell = fromExpression(textOf(condition) ?? "");
      if (cell.test === "expression") kept.push(`Rule ${number}, ${column}: ${cell.text}`);
      if (cell.test !== "any") when[column] = cell;
    }
    return { id: freeId(textOf(rule["_id"]) ?? `row-${number}`, ids), when, outcome: outcome ?? "", reason: reason ?? "" };
  });
  if (reasons.length > 0) return refused(...reasons);
  return { kind: "table", table: { columns: inputs.map(({ field }) => String(field)), rows }, kept };
}

function hitPolicyReasons(policy: unknown): string[] {
  return policy === undefined || policy === "first"
    ? []
    : [`The table's hit policy is "${textOf(policy) ?? "unknown"}". Only "first" can be read: the first row that is met decides.`];
}

function inputReasons(input: Json, inputs: readonly Json[], facts: readonly FactDefinition[]): string[] {
  const field = textOf(input["field"]) ?? "";
  const title = textOf(input["name"]) ?? field;
  if (field === "") return [`The input column "${title}" has no field. Each column asks for one fact.`];
  if (!facts.some(({ name }) => name === field))
    return [
      `The input column "${title}" asks for "${field}", which this playbook does not know. It knows: ${facts.map(({ name }) => name).join(", ")}.`,
    ];
  return inputs.find((other) => other["field"] === field) === input
    ? []
    : [`Two input columns ask for "${field}". Put their conditions into one.`];
}

/** A text literal of the expression language; null for anything that would have to be computed. */
function literalText(expression: unknown): string | null {
  const text = textOf(expression);
  if (text === null) return null;
  if (/^\s*(""|'')\s*$/.test(text)) return "";
  const cell = fromExpression(text);
  return cell.test === "is" && cell.values.length === 1 && typeof cell.values[0] === "string" ? cell.values[0] : null;
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
  taken.add(id);
  return id;
}

function kindOf(type: unknown): string {
  return (textOf(type) ?? "part of unknown kind")
    .replace(/Node$/, " node")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

function refused(...reasons: string[]): JdmReading {
  return { kind: "refused", reasons };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): Json[] | null {
  return Array.isArray(value) ? value.filter(isObject) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
