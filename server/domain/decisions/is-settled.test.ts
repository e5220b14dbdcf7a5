import fc from "fast-check";
import { expect, test } from "vitest";
import type { FactValue } from "./decision.ts";
import { isSettled } from "./is-settled.ts";
import { meetsCell } from "./meets-cell.ts";
import { NEEDS_PERSON, type CellTest, type RuleTable } from "./rule-table.ts";

const aTable = (...rows: Record<string, CellTest>[]): RuleTable => ({
  columns: ["risk", "total"],
  rows: rows.map((when, i) => ({ id: `r${i}`, when, outcome: i % 2 === 0 ? "release" : "hold", reason: "" })),
});
const high: CellTest = { test: "is", values: ["high"] };
const small: CellTest = { test: "between", low: null, high: 100 };

test.each<[string, RuleTable, Record<string, FactValue>, string | null, boolean]>([
  ["a column that no row on the way asks for", aTable({ risk: high }), { risk: "high", total: null }, "r0", true],
  ["the fact that decided was known", aTable({ risk: high }, { total: small }), { risk: "low", total: 5 }, "r1", true],
  ["a row above waited for what was not known", aTable({ risk: high }, { total: small }), { risk: null, total: 5 }, "r1", false],
  ["a row above waited, and was out by another fact", aTable({ risk: high, total: small }, {}), { risk: null, total: 500 }, "r1", true],
  ["a rule that asks whether it is known", aTable({ risk: { test: "unknown" } }), { risk: null, total: null }, "r0", true],
  ["not: met by unknown, which might have been it", aTable({ risk: { test: "not", values: ["high"] } }), { risk: null }, "r0", false],
  ["no row was met, and none could have been", aTable({ risk: high }), { risk: "low" }, null, true],
  ["no row was met, and one could have been", aTable({ risk: high }), { risk: null }, null, false],
])("%s", (_what, table, facts, rowId, settled) => {
  expect(isSettled(table, facts, rowId)).toBe(settled);
});

const cells: fc.Arbitrary<CellTest> = fc.oneof(
  fc.constant<CellTest>({ test: "any" }),
  fc.constantFrom<CellTest>({ test: "is", values: ["a"] }, { test: "is", values: ["a", "b"] }, { test: "not", values: ["a"] }),
);
const VALUES = ["a", "b", "c"] as const;

function decide(table: RuleTable, facts: Readonly<Record<string, FactValue>>) {
  const row = table.rows.find(({ when }) =>
    table.columns.every((column) => meetsCell(when[column] ?? { test: "any" }, facts[column] ?? null)),
  );
  return { rowId: row?.id ?? null, outcome: row?.outcome ?? NEEDS_PERSON };
}

test("what is settled stays so whatever the unknown facts were", () => {
  const drawnRows = fc.array(fc.record({ risk: cells, total: cells }), { minLength: 1, maxLength: 5 });
  const fact = fc.option(fc.constantFrom(...VALUES));
  fc.assert(
    fc.property(drawnRows, fc.record({ risk: fact, total: fact }), (rows, facts) => {
      const table = aTable(...rows);
      const { rowId, outcome } = decide(table, facts);
      if (!isSettled(table, facts, rowId)) return;
      for (const risk of facts.risk === null ? VALUES : [facts.risk])
        for (const total of facts.total === null ? VALUES : [facts.total]) expect(decide(table, { risk, total }).outcome).toBe(outcome);
    }),
  );
});
