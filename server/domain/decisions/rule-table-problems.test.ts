import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { coverageOf } from "./rule-table-coverage.ts";
import { FACTS, OUTCOMES, aRow, aTable, someTable } from "#tests/decisions/some-rule-table.ts";
import { ruleTableProblems } from "./rule-table-problems.ts";
import { NEEDS_PERSON, type CellTest, type RuleTable } from "./rule-table.ts";

const upTo = (high: number): CellTest => ({ test: "between", low: null, high });
const from = (low: number): CellTest => ({ test: "between", low, high: null });
const is = (...values: (string | number | boolean)[]): CellTest => ({ test: "is", values });

function wordsOf(table: RuleTable): string[] {
  return ruleTableProblems(table, FACTS, OUTCOMES).map(({ kind, rowId, words }) => `${kind} ${rowId ?? "table"}: ${words}`);
}

describe("rows that can never fire", () => {
  test("because one row above takes all their cases", () => {
    expect(wordsOf(aTable(aRow("a", { orderTotal: upTo(100) }), aRow("b", { orderTotal: upTo(50) }), aRow("c", {})))).toEqual([
      "dead row b: This row can never fire: row 1 decides all its cases before.",
    ]);
  });

  test("because several rows above take them together, unknown included", () => {
    const rows = [
      aRow("a", { firstOrder: is(true) }),
      aRow("b", { firstOrder: is(false) }),
      aRow("c", { firstOrder: { test: "unknown" } }),
      aRow("d", { orderTotal: from(5) }, "hold"),
    ];
    expect(wordsOf(aTable(...rows))).toEqual(["dead row d: This row can never fire: rows 1, 2 and 3 decide all its cases before."]);
    // Without the row for unknown, the last row still decides where nobody knows whether it is a first order.
    expect(wordsOf(aTable(rows[0]!, rows[1]!, rows[3]!)).join()).not.toContain("never fire");
  });

  test("because no value meets them", () => {
    const all = is("DE", "FR", "US");
    expect(
      wordsOf(aTable(aRow("a", { country: { test: "not", values: ["DE", "FR", "US"] } }), aRow("b", { country: all }), aRow("c", {}))),
    ).toEqual(["dead row c: This row can never fire: rows 1 and 2 decide all its cases before."]);
    expect(wordsOf(aTable(aRow("a", { country: is("CN") }), aRow("b", {})))[1]).toBe(
      "dead row a: This row can never fire: no value meets all its conditions.",
    );
  });
});

test("rows that decide the same case differently are named with such a case; rows that agree are not", () => {
  const rows = [aRow("a", { orderTotal: upTo(100) }), aRow("b", { country: is("DE") }, "hold"), aRow("c", {}, "release")];
  expect(wordsOf(aTable(...rows))).toEqual([
    'overlap b: Row 1 decides first, "release", where order total is 99 USD and country is DE.',
    'overlap c: Row 2 decides first, "hold", where order total is 101 USD and country is DE.',
  ]);
});

test("a gap is shown as one case in words", () => {
  const rows = [aRow("a", { orderTotal: upTo(100) }), aRow("b", { orderTotal: from(101) })];
  expect(wordsOf(aTable(...rows))).toEqual([
    "gap table: No row decides where order total is 100.5 USD. A person has to decide such cases.",
  ]);
  expect(wordsOf(aTable(aRow("a", { orderTotal: upTo(100) }), aRow("b", { orderTotal: from(100) })))).toEqual([
    "gap table: No row decides where order total is not known. A person has to decide such cases.",
  ]);
  expect(wordsOf(aTable())).toEqual(["gap table: No row decides where anything is known. A person has to decide such cases."]);
});

test("an expression covers nothing for sure and is said not to be checked", () => {
  const rows = [aRow("a", { note: { test: "expression", text: "len($) > 3" } }), aRow("b", {}, "hold")];
  expect(wordsOf(aTable(...rows))).toEqual([
    "not checked a: An expression is not checked for overlaps: the row may fire more often or less often than it seems.",
  ]);
});

describe("values of the wrong type are errors", () => {
  test.each<[string, CellTest, string]>([
    ["orderTotal", is("many"), "order total cannot be many. It has to be a number."],
    ["orderTotal", { test: "between", low: 5, high: 1 }, "order total: nothing is from 5 to 1, the first number is the larger one."],
    ["orderTotal", from(Number.NaN), "A limit of order total is not a number that can be compared."],
    ["country", is("DE", "CN"), "country cannot be CN. It can be DE, FR or US."],
    ["country", upTo(3), "country is not a number, so it has no range."],
    ["firstOrder", is("yes"), "first order cannot be yes. It has to be yes or no."],
    ["note", { test: "not", values: [] }, "Choose at least one value for note."],
    ["note", { test: "expression", text: " " }, "The expression for note is empty."],
  ])("%s: %j", (column, cell, words) => {
    const errors = ruleTableProblems(aTable(aRow("a", { [column]: cell }), aRow("b", {})), FACTS, OUTCOMES).filter(
      ({ weight }) => weight === "error",
    );
    expect(errors.map((problem) => [problem.rowId, problem.column, problem.words])).toEqual([["a", column, words]]);
  });

  test("so are unknown facts, unknown outcomes, doubled ids and conditions without a column", () => {
    const table: RuleTable = {
      columns: ["country", "weight", "country"],
      rows: [aRow("a", { note: is("x") }, "explode"), aRow("a", { country: is("DE") }, NEEDS_PERSON), aRow("b", {}, "")],
    };
    const errors = ruleTableProblems(table, FACTS, OUTCOMES).filter(({ weight }) => weight === "error");
    expect(errors.map(({ words }) => words)).toEqual([
      "It asks for note, but the table has no such column: the condition would not be looked at.",
      '"explode" is not an outcome of this playbook.',
      'Row 2 has the same id "a" as another row.',
      "Choose what this row decides.",
      'The column "weight" asks for a fact that this playbook does not know.',
      'Two columns ask for "country".',
    ]);
  });
});

test("the check agrees with trying every combination of values one by one", () => {
  const values = {
    orderTotal: [-4, -3, -1, 0, 0.05, 0.1, 0.2, 0.1 + 0.2, 0.5, 1, 2, 2.5, 50, 99.99, 1000, 1e15, 2e15, -1e-8, 5e-8, 1e-7, 1e-5, null],
    country: ["DE", "FR", "US", null],
    firstOrder: [true, false, null],
    note: ["", "gift", `say "please"`, "it's", `both ' and "`, "a\\b", "two\nlines", "${x}", "ü", "other", null],
  };
  const cases = values.orderTotal.flatMap((orderTotal) =>
    values.country.flatMap((country) =>
      values.firstOrder.flatMap((firstOrder) => values.note.map((note) => ({ orderTotal, country, firstOrder, note }))),
    ),
  );
  fc.assert(
    fc.property(someTable, (table) => {
      const coverage = coverageOf(table, FACTS);
      if (coverage.kind !== "checked") throw new Error("a table of six rows is small");
      const fired = new Set<string>();
      let gap = false;
      for (const facts of cases) {
        const answer = decide(table, facts);
        if (answer.kind === "row") fired.add(answer.row.id);
        else gap = true;
      }
      expect(new Set(coverage.dead.map(({ rowId }) => rowId))).toEqual(
        new Set(table.rows.map(({ id }) => id).filter((id) => !fired.has(id))),
      );
      expect(coverage.gap !== null).toBe(gap);
    }),
    { numRuns: 150, seed: 21 },
  );
});

test("a table with too many combinations says so instead of guessing", () => {
  const rows = Array.from({ length: 40 }, (_, row) => aRow(`r${row}`, { orderTotal: upTo(row), note: is(`n${row}`) }, "hold"));
  expect(coverageOf(aTable(...rows), FACTS, 100)).toEqual({ kind: "too large", limit: 100 });
  expect(coverageOf(aTable(...rows), FACTS).kind).toBe("checked");
  const many = Array.from({ length: 17 }, (_, row) => ({
    name: `f${row}`,
    title: `f${row}`,
    type: { kind: "boolean" as const },
    source: "",
  }));
  const table = { columns: many.map(({ name }) => name), rows: many.map(({ name }) => aRow(name, { [name]: is(true) })) };
  expect(ruleTableProblems(table, many, OUTCOMES).map(({ words }) => words)).toEqual([
    "Not checked for rows that never fire, overlaps and gaps: the table has more than 50,000 combinations of rows. Values and types were checked.",
  ]);
});

test("a reason that is too long to be kept is an error of its row, told with its length", () => {
  const reason = "x".repeat(501);
  expect(wordsOf(aTable({ ...aRow("a", {}), reason }))).toEqual(["long reason a: The reason has 501 characters; use at most 500."]);
  expect(wordsOf(aTable({ ...aRow("a", {}), reason: ` ${reason.slice(1)} ` }))).toEqual([]);
});
