import { evaluateUnaryExpressionSync } from "@gorules/zen-engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toExpression } from "#server/domain/decisions/jdm-expression.ts";
import { NEEDS_PERSON } from "#server/domain/decisions/rule-table.ts";
import { aRow, aTable, FACTS, someFacts, someTable } from "#tests/decisions/some-rule-table.ts";
import { expressionProblems } from "./expression-problems.ts";
import { ruleEngine } from "./rule-engine.ts";

const problemsOf = (text: string, column = "orderTotal") => expressionProblems([{ rowId: "row", column, text }], FACTS);
const GUARD = "foo >> bar (((";

describe("an expression", () => {
  test.each([GUARD, "$ > 5 )))", "5 +", "$ matches 'a'", "bogus($)", "and"])("that cannot be read is an error at its cell: %s", (text) => {
    expect(problemsOf(text)).toMatchObject([{ weight: "error", rowId: "row", column: "orderTotal", words: expect.stringContaining(text) }]);
  });

  test("that asks for a fact which nobody knows is named with it", () => {
    expect(problemsOf("> orderTotl or foo == 3")[0]?.words).toContain("orderTotl and foo");
  });

  test.each([
    ['$ > "a"', "orderTotal"],
    ["len($) > 3", "orderTotal"],
    ["$ + 1 > 3", "country"],
  ])("that fails whatever the fact is would never be met: %s", (text, column) => {
    expect(problemsOf(text, column)[0]?.words).toContain("would never fire");
  });

  test.each([
    ["'x'", "orderTotal", "is a text, and order total is a number"],
    ["true", "orderTotal", "is yes or no, and order total is a number"],
    ["'x', true", "orderTotal", "is a text or yes or no, and order total is a number"],
    ['"5"', "orderTotal", "is a text, and order total is a number"],
    ["5", "country", "is a number, and country is a text"],
    ["12", "note", "is a number, and note is a text"],
    ["'yes'", "firstOrder", "is a text, and first order is yes or no"],
  ])("that is a constant of another kind than its fact would never be met: %s for %s", (text, column, words) => {
    expect(problemsOf(text, column)).toMatchObject([
      { weight: "error", words: expect.stringContaining(`${words}, so the row would never`) },
    ]);
    // The engine says so too.
    const values = { orderTotal: [5, 0, 1], country: ["DE", "5"], note: ["12", ""], firstOrder: [true, false] }[column] ?? [];
    expect([...values, null].map((value) => evaluateUnaryExpressionSync(text, { $: value }))).not.toContain(true);
  });

  test.each([
    ["5", "orderTotal"],
    ["'x', 5", "orderTotal"],
    ["$ > 3", "orderTotal"],
    ["5 > 3", "orderTotal"],
    ["null", "orderTotal"],
    ["'DE', 'FR'", "country"],
    ["true", "firstOrder"],
    ["'12'", "note"],
  ])("that may be met, or is worked out, has no problem: %s", (text, column) => {
    expect(problemsOf(text, column)).toEqual([]);
  });

  test.each([
    ["> 5", "orderTotal"],
    ["> 5 and < 10", "orderTotal"],
    ["len($) > 3", "note"],
    ['date($) > date("2026-01-01")', "note"],
    ["$ > 3 and country == 'DE' and not(firstOrder)", "orderTotal"],
    ["contains(upper($), 'A') or len(note) > 2", "country"],
    ["not($)", "firstOrder"],
  ])("that is right has no problem: %s", (text, column) => {
    expect(problemsOf(text, column)).toEqual([]);
  });

  test("that is no problem is read by the engine, whatever was typed", () => {
    const words = fc.constantFrom("$", ">", "5", "(", ")", "and", "not", "orderTotal", "foo", "'a'", "[1..2]", ",", "len", "..", "+");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { minLength: 1, maxLength: 8 }).map((all) => all.join(" ")),
        ),
        (text) => {
          fc.pre(text.trim() !== "" && problemsOf(text).length === 0);
          const read = (value: unknown) => {
            try {
              return typeof evaluateUnaryExpressionSync(text, { $: value, orderTotal: value });
            } catch (error) {
              return String(error).includes('"vmError"');
            }
          };
          expect([read(7), read(null)]).not.toContain(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("of a cell that has a form of its own is never a problem", () => {
    fc.assert(
      fc.property(someTable, ({ rows }) => {
        const asked = rows.flatMap(({ id, when }) =>
          Object.entries(when).map(([column, cell]) => ({ rowId: id, column, text: toExpression(cell) })),
        );
        expect(expressionProblems(asked, FACTS).filter(({ words }) => words.includes("cannot be read"))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a row that cannot be read", () => {
  const table = aTable(
    aRow("guard", { orderTotal: { test: "expression", text: GUARD }, country: { test: "is", values: ["US"] } }, "hold"),
    aRow("rest", {}, "release"),
  );

  test("leaves to a person what it might have stopped, and nothing else", async () => {
    const engine = ruleEngine(table, FACTS);
    expect(await engine.decide({ country: "US", orderTotal: 900 })).toMatchObject({ rowId: "guard", outcome: NEEDS_PERSON });
    expect(await engine.decide({ country: "DE", orderTotal: 900 })).toMatchObject({ rowId: "rest", outcome: "release" });
  });

  test("never makes another row decide more than it would have without it", async () => {
    await fc.assert(
      fc.asyncProperty(someTable, someFacts, fc.nat(), async (some, facts, at) => {
        fc.pre(some.rows.length > 0);
        const broken = some.rows[at % some.rows.length]!;
        const rows = some.rows.map((row) =>
          row === broken ? { ...row, when: { ...row.when, note: { test: "expression" as const, text: GUARD } } } : row,
        );
        const [before, after] = [await ruleEngine(some, FACTS).decide(facts), await ruleEngine({ ...some, rows }, FACTS).decide(facts)];
        const isLeft = after.rowId === broken.id;
        expect(after).toMatchObject(isLeft ? { outcome: NEEDS_PERSON } : before);
        expect(before.rowId === broken.id && !isLeft).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
