import { evaluateUnaryExpressionSync } from "@gorules/zen-engine";
import type { AskedExpression } from "#server/domain/decisions/asked-expressions.ts";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import { constantsOf } from "#server/domain/decisions/jdm-expression.ts";
import { expressionNames } from "#server/domain/decisions/expression-names.ts";
import type { RuleProblem } from "#server/domain/decisions/rule-table-problems.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import { inList } from "#server/domain/decisions/cell-words.ts";

/** A problem at a cell. */
export type Unreadable = RuleProblem & { kind: "unreadable"; weight: "error"; rowId: string; column: string };

/**
 * What is wrong with expressions, by the decision engine itself: it cannot read one, one asks for a fact that the playbook does not know,
 * one fails on every value its fact can have, or one is a constant of another kind than its fact. The engine passes over such a cell without a word, and its row never fires.
 *
 * @returns errors in the order of the expressions, none for those that are right
 */
export function expressionProblems(asked: readonly AskedExpression[], facts: readonly FactDefinition[]): Unreadable[] {
  const byName = new Map(facts.map((fact) => [fact.name, fact]));
  return asked.flatMap(({ rowId, column, text }): Unreadable[] => {
    const fact = byName.get(column);
    const words = fact && text.trim() !== "" ? wordsAgainst(text, fact, facts) : null;
    return words === null ? [] : [{ kind: "unreadable", weight: "error", rowId, column, words }];
  });
}

function wordsAgainst(text: string, fact: FactDefinition, facts: readonly FactDefinition[]): string | null {
  const tries = Array.from({ length: SAMPLES }, (_, at) => failureOf(text, fact, facts, at));
  if (tries.includes("not read")) return `The expression for ${fact.title} cannot be read: ${text}`;
  const known = new Set(facts.map(({ name }) => name));
  const strange = expressionNames(text).filter((name) => !known.has(name));
  if (strange.length > 0)
    return `The expression for ${fact.title} asks for ${inList(strange, "and")}, which this playbook does not know: ${text}`;
  const kinds = kindsNeverMet(text, fact);
  if (kinds !== null)
    return `The expression for ${fact.title} is ${inList(kinds, "or")}, and ${fact.title} is ${KIND[typeOf(fact)]}, so the row would never fire: ${text}`;
  return tries.every((failure) => failure === "fails")
    ? `The expression for ${fact.title} fails whatever ${fact.title} is, so the row would never fire: ${text}`
    : null;
}

const KIND = { boolean: "yes or no", number: "a number", string: "a text" } as const;
type Kind = keyof typeof KIND;

const typeOf = ({ type }: FactDefinition): Kind => (type.kind === "boolean" || type.kind === "number" ? type.kind : "string");

/**
 * What a cell of constants alone is, in words, where its fact is none of that: the engine asks whether the fact is equal to one of them, and
 * a 5 is no "5". null where one of them may be met, and for anything that is worked out, such as `$ > 3`.
 */
function kindsNeverMet(text: string, fact: FactDefinition): string[] | null {
  const kinds = constantsOf(text)?.map((value) =>
    typeof value === "string" ? "string" : typeof value === "number" ? "number" : "boolean",
  );
  if (kinds === undefined || kinds.includes(typeOf(fact))) return null;
  return [...new Set(kinds)].map((kind) => KIND[kind]);
}

/** Whether it can be read does not hang on the values; whether it can be evaluated does. */
function failureOf(text: string, fact: FactDefinition, facts: readonly FactDefinition[], at: number): "not read" | "fails" | null {
  const context: Record<string, FactValue> = Object.fromEntries(facts.map((other) => [other.name, sampleOf(other, at)]));
  try {
    evaluateUnaryExpressionSync(text, { ...context, $: sampleOf(fact, at) });
    return null;
  } catch (error) {
    return error instanceof Error && error.message.includes('"vmError"') ? "fails" : "not read";
  }
}

const SAMPLES = 6;
const NUMBERS = [0, 1, -1, 0.5, 1_000, 1_000_000] as const;
const TEXTS = ["2026-01-31", "a", "12", "", "A b, c", "2026-01-31T12:00:00Z"] as const;

function sampleOf({ type }: FactDefinition, at: number): FactValue {
  switch (type.kind) {
    case "boolean":
      return at % 2 === 0;
    case "number":
      return NUMBERS[at % NUMBERS.length] ?? 0;
    case "choice":
      return type.options[at % type.options.length] ?? "";
    case "text":
      return TEXTS[at % TEXTS.length] ?? "";
  }
  return null;
}
