import { unreachable } from "../../unreachable.ts";

/**
 * The vendor's search syntax: `field:value`, comparisons (`updated_at:>='2026-11-01T00:00:00Z'`), quotes, NOT or
 * a leading minus, AND (also between neighbours), OR and parentheses. AND binds tighter than OR.
 */
export type Comparator = ":" | ">" | ">=" | "<" | "<=";

export type SearchNode =
  | { kind: "term"; field: string; comparator: Comparator; value: string }
  | { kind: "and"; parts: readonly SearchNode[] }
  | { kind: "or"; parts: readonly SearchNode[] }
  | { kind: "not"; part: SearchNode };

const TOKEN = /\s*(\(|\)|-?[A-Za-z_][\w.]*:(?:>=|<=|>|<)?\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()]+)|[^\s()]+)/gy;
const TERM = /^(-?)([A-Za-z_][\w.]*):(>=|<=|>|<)?\s*(.+)$/s;

/** Null for an empty query. Words without a field are looked for nowhere and match nothing here. */
export function parseSearch(query: string): SearchNode | null {
  const tokens = [...query.trim().matchAll(TOKEN)].map((match) => match[1] ?? "");
  let at = 0;

  function parseOr(): SearchNode | null {
    const parts = [parseAnd()];
    while (tokens[at] === "OR") {
      at++;
      parts.push(parseAnd());
    }
    return joined("or", parts);
  }

  function parseAnd(): SearchNode | null {
    const parts = [parseOne()];
    while (at < tokens.length && tokens[at] !== "OR" && tokens[at] !== ")") {
      if (tokens[at] === "AND") at++;
      parts.push(parseOne());
    }
    return joined("and", parts);
  }

  function parseOne(): SearchNode | null {
    const token = tokens[at++];
    if (token === undefined) return null;
    if (token === "NOT") {
      const part = parseOne();
      return part ? { kind: "not", part } : null;
    }
    if (token === "(") {
      const inner = parseOr();
      if (tokens[at] === ")") at++;
      return inner;
    }
    return termOf(token);
  }

  return tokens.length === 0 ? null : parseOr();
}

function joined(kind: "and" | "or", parts: readonly (SearchNode | null)[]): SearchNode | null {
  const real = parts.filter((part) => part !== null);
  const [first] = real;
  if (!first) return null;
  return real.length === 1 ? first : { kind, parts: real };
}

function termOf(token: string): SearchNode {
  const match = TERM.exec(token);
  const [, minus, field, comparator, raw] = match ?? [];
  const value = (raw ?? token).replace(/^(["'])(.*)\1$/s, "$2").replaceAll(/\\(.)/gs, "$1");
  const term: SearchNode = { kind: "term", field: field ?? "default", comparator: readComparator(comparator), value };
  return minus ? { kind: "not", part: term } : term;
}

function readComparator(text: string | undefined): Comparator {
  return text === ">" || text === ">=" || text === "<" || text === "<=" ? text : ":";
}

/** What a field of an item is worth in a comparison; null where the item has none. */
export type FieldValues<T> = Readonly<Record<string, (item: T) => number | string | boolean | readonly string[] | null>>;

/** A test for one item. Fields that the vendor does not know are ignored, as it ignores them. */
export function matcherOf<T>(node: SearchNode | null, fields: FieldValues<T>): (item: T) => boolean {
  if (!node) return () => true;
  switch (node.kind) {
    case "and": {
      const tests = node.parts.map((part) => matcherOf(part, fields));
      return (item) => tests.every((test) => test(item));
    }
    case "or": {
      const tests = node.parts.map((part) => matcherOf(part, fields));
      return (item) => tests.some((test) => test(item));
    }
    case "not": {
      const test = matcherOf(node.part, fields);
      return (item) => !test(item);
    }
    case "term":
      break;
  }
  const read = fields[node.field];
  if (!read) return () => true;
  const { comparator, value } = node;
  const asNumber = numberOf(value);
  return (item) => {
    const found = read(item);
    if (found === null) return false;
    if (typeof found === "number") return compares(found, asNumber, comparator);
    if (typeof found === "boolean") return String(found) === value.toLowerCase();
    const texts = typeof found === "string" ? [found] : found;
    return texts.some((text) => text.toLowerCase() === value.toLowerCase());
  };
}

/** Numbers as they are, dates in milliseconds. */
function numberOf(value: string): number {
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Date.parse(value);
}

function compares(found: number, wanted: number, comparator: Comparator): boolean {
  switch (comparator) {
    case ":":
      return found === wanted;
    case ">":
      return found > wanted;
    case ">=":
      return found >= wanted;
    case "<":
      return found < wanted;
    case "<=":
      return found <= wanted;
  }
  return unreachable();
}

/** The largest value that a field must exceed for the query to hold; lets a search in an ascending list start late. */
export function lowerBound(node: SearchNode | null, field: string): number {
  if (!node) return Number.NEGATIVE_INFINITY;
  if (node.kind === "and") return Math.max(...node.parts.map((part) => lowerBound(part, field)));
  if (node.kind !== "term" || node.field !== field) return Number.NEGATIVE_INFINITY;
  const wanted = numberOf(node.value);
  return node.comparator === ">" || node.comparator === ">=" || node.comparator === ":" ? wanted : Number.NEGATIVE_INFINITY;
}
