import type { CellTest } from "./rule-table.ts";

type Literal = string | number | boolean;

/** A cell in the expression language of the decision engine. Where a fact is unknown a comparison fails there too, so the forms need no guard. */
export function toExpression(cell: CellTest | undefined): string {
  if (cell === undefined || cell.test === "any") return "";
  // A list after `in` also holds texts with both kinds of quotes, and no value at all.
  if (cell.test === "is" && cell.values.length > 0 && !cell.values.some(hasBothQuotes)) return cell.values.map(toLiteral).join(", ");
  if (cell.test === "is") return `$ in [${cell.values.map(toLiteral).join(", ")}]`;
  if (cell.test === "not") return `$ not in [${cell.values.map(toLiteral).join(", ")}]`;
  if (cell.test === "known") return "$ != null";
  if (cell.test === "unknown") return "$ == null";
  if (cell.test === "expression") return cell.text;
  if (cell.high !== null && cell.low !== null) return `[${toLiteral(cell.low)}..${toLiteral(cell.high)}]`;
  if (cell.high !== null) return `<= ${toLiteral(cell.high)}`;
  return cell.low === null ? 'type($) == "number"' : `>= ${toLiteral(cell.low)}`;
}

/** The language has no escapes: a text with both kinds of quotes is put together from parts. */
export function toLiteral(value: Literal): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return plainNumber(value);
  if (!value.includes('"')) return `"${value}"`;
  if (!value.includes("'")) return `'${value}'`;
  return value
    .split(/(")/)
    .filter((part) => part !== "")
    .map((part) => (part === '"' ? `'"'` : `"${part}"`))
    .join(" + ");
}

/** A number without an exponent, which the language does not know. */
function plainNumber(value: number): string {
  const text = String(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign = "", first = "", rest = "", exponent = "0"] = parts;
  const digits = first + rest;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, "0")}${digits.length > point ? `.${digits.slice(point)}` : ""}`;
}

function hasBothQuotes(value: Literal): boolean {
  return typeof value === "string" && value.includes('"') && value.includes("'");
}

/**
 * Reads a cell of a JDM table. What has no form of its own here (`> 5`, `len($) > 3`) is kept as an expression, letter by letter.
 */
export function fromExpression(text: string): CellTest {
  const trimmed = text.trim();
  if (trimmed === "") return { test: "any" };
  const comparison = /^(?:\$\s*)?(==|!=|>=|<=|not in\b|in\b)\s*(.*)$/s.exec(trimmed);
  const [, operator, operand = ""] = comparison ?? [undefined, undefined, trimmed];
  return (operator === undefined ? listOrRange(trimmed) : compared(operator, operand)) ?? { test: "expression", text };
}

function compared(operator: string, operand: string): CellTest | null {
  if ((operator === "==" || operator === "!=") && operand.trim() === "null") return { test: operator === "==" ? "unknown" : "known" };
  if (operator === "in" || operator === "not in") {
    const inside = /^\[(.*)\]$/s.exec(operand.trim())?.[1];
    if (inside === undefined) return null;
    const range = operator === "in" ? rangeOf(operand) : null;
    const values = literals(inside);
    return range ?? (values === null ? null : { test: operator === "in" ? "is" : "not", values });
  }
  const values = literals(operand);
  if (values?.length !== 1) return null;
  if (operator === "==" || operator === "!=") return { test: operator === "==" ? "is" : "not", values };
  const [limit] = values;
  if (typeof limit !== "number") return null;
  return operator === ">=" ? { test: "between", low: limit, high: null } : { test: "between", low: null, high: limit };
}

function listOrRange(text: string): CellTest | null {
  if (text === "null") return { test: "unknown" };
  if (/^type\(\$\) == "number"$/.test(text)) return { test: "between", low: null, high: null };
  const range = rangeOf(text);
  if (range !== null) return range;
  const values = literals(text);
  return values === null || values.length === 0 ? null : { test: "is", values };
}

/** `[1..5]`, both ends included. */
function rangeOf(text: string): CellTest | null {
  const [, low, high] = /^\[\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*\]$/.exec(text.trim()) ?? [];
  return low === undefined || high === undefined ? null : { test: "between", low: Number(low), high: Number(high) };
}

/** The constants that a cell is made of, which asks whether the fact is one of them; null where anything else stands there. */
export function constantsOf(text: string): readonly Literal[] | null {
  const values = literals(text);
  return values === null || values.length === 0 ? null : values;
}

const TOKEN = /\s*(?:"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?)(?![\w.])|(true|false)\b|([,+]))\s*/gy;

/** Values with commas between them; texts may be put together with `+`. null: something else stands there. */
function literals(text: string): Literal[] | null {
  if (text.trim() === "") return [];
  const values: Literal[] = [];
  let joint: "," | "+" | null = ",";
  let at = 0;
  for (const [whole, double, single, number, flag, mark] of text.matchAll(TOKEN)) {
    at += whole.length;
    if (mark !== undefined) {
      if (joint !== null) return null;
      joint = mark === "+" ? "+" : ",";
      continue;
    }
    const value = double ?? single ?? (number === undefined ? flag === "true" : Number(number));
    if (joint === null) return null;
    if (joint === "+") {
      const before = values.pop();
      if (typeof before !== "string" || typeof value !== "string") return null;
      values.push(before + value);
    } else values.push(value);
    joint = null;
  }
  return at === text.length && joint === null ? values : null;
}
