import fc from "fast-check";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import { NEEDS_PERSON, type CellTest, type FactDefinition, type RuleRow, type RuleTable } from "#server/domain/decisions/rule-table.ts";

export const FACTS: readonly FactDefinition[] = [
  { name: "orderTotal", title: "order total", type: { kind: "number", unit: "USD" }, source: "the order, as placed" },
  { name: "country", title: "country", type: { kind: "choice", options: ["DE", "FR", "US"] }, source: "the shipping address" },
  { name: "firstOrder", title: "first order", type: { kind: "boolean" }, source: "orders of the customer" },
  { name: "note", title: "note", type: { kind: "text" }, source: "the order's note" },
];

export const OUTCOMES = ["release", "hold"] as const;

/** A row with sensible defaults. */
export function aRow(id: string, when: RuleRow["when"], outcome: string = "release"): RuleRow {
  return { id, when, outcome, reason: "so it is" };
}

export function aTable(...rows: RuleRow[]): RuleTable {
  return { columns: FACTS.map(({ name }) => name), rows };
}

/** Few numbers, so that limits and values meet often; among them awkward ones. */
const someNumber = fc.constantFrom(-3, 0, 0.1, 0.1 + 0.2, 1, 2.5, 1e-7, 1e15, 99.99);
const someText = fc.constantFrom("", "gift", `say "please"`, "it's", `both ' and "`, "a\\b", "two\nlines", "${x}", "ü");

const LITERALS = {
  number: someNumber,
  choice: fc.constantFrom("DE", "FR", "US"),
  boolean: fc.boolean(),
  text: someText,
} as const;

/** Any value that a fact can have, unknown among them. */
export function someValue({ type }: FactDefinition): fc.Arbitrary<FactValue> {
  return fc.option<string | number | boolean>(LITERALS[type.kind], { nil: null });
}

export const someFacts: fc.Arbitrary<Record<string, FactValue>> = fc.record(
  Object.fromEntries(FACTS.map((fact) => [fact.name, someValue(fact)])),
);

/** Any cell that has a form of its own. */
function someCell({ type }: FactDefinition): fc.Arbitrary<CellTest> {
  const values = fc.array<string | number | boolean>(LITERALS[type.kind], { maxLength: 3 }).map((drawn) => [...new Set(drawn)]);
  const range = fc.tuple(fc.option(someNumber), fc.option(someNumber)).map(([low, high]): CellTest => ({ test: "between", low, high }));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<CellTest>({ test: "any" }) },
    { weight: 3, arbitrary: values.map((values): CellTest => ({ test: "is", values })) },
    values.map((values): CellTest => ({ test: "not", values })),
    fc.constantFrom<CellTest>({ test: "known" }, { test: "unknown" }),
    ...(type.kind === "number" ? [{ weight: 4, arbitrary: range }] : []),
  );
}

export const someTable: fc.Arbitrary<RuleTable> = fc
  .array(
    fc.record({
      when: fc.record(Object.fromEntries(FACTS.map((fact) => [fact.name, someCell(fact)]))),
      outcome: fc.constantFrom(...OUTCOMES, NEEDS_PERSON),
      reason: someText,
    }),
    { maxLength: 6 },
  )
  .map((rows) => aTable(...rows.map((row, index) => ({ ...row, id: `r${index + 1}` }))));
