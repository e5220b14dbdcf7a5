import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ruleTableProblems } from "#server/domain/decisions/rule-table-problems.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { FACTS, OUTCOMES, aRow, aTable } from "#tests/decisions/some-rule-table.ts";
import { RuleGrid } from "./rule-grid.tsx";
import { TestList, runTest } from "./test-list.tsx";

const outcomes = [...OUTCOMES.map((name) => ({ name, title: name.toUpperCase() })), { name: NEEDS_PERSON, title: "Needs a person" }];
const table = aTable(
  aRow("small", { orderTotal: { test: "between", low: null, high: 50 } }),
  aRow("tiny", { orderTotal: { test: "between", low: null, high: 5 } }, "hold"),
  aRow("rest", { country: { test: "is", values: ["XX"] } }, "explode"),
);

function gridOf(shown: RuleTable, { firing = null, readOnly = false }: { firing?: string | null; readOnly?: boolean } = {}): string {
  return renderToStaticMarkup(
    <RuleGrid
      table={shown}
      facts={FACTS}
      outcomes={outcomes}
      problems={ruleTableProblems(shown, FACTS, OUTCOMES)}
      firing={firing}
      readOnly={readOnly}
      onEdit={() => {}}
    />,
  );
}

describe("the grid", () => {
  test("names each condition by its row and its fact, and says an error in words", () => {
    const grid = gridOf(table);
    expect(grid).toContain('aria-label="Row 1, order total: at most 50 USD"');
    expect(grid).toContain('aria-label="Row 1, country: anything"');
    expect(grid).toContain('aria-label="Row 3, country: &quot;XX&quot;, has an error"');
  });

  test("stands the problems of a row beside it", () => {
    const grid = gridOf(table);
    expect(grid).toContain('aria-label="Problems of row 2"');
    expect(grid).toContain("Warning: This row can never fire: row 1 decides all its cases before.");
    expect(grid).toContain("Error: country cannot be XX. It can be DE, FR or US.");
    expect(grid).not.toContain('aria-label="Problems of row 1"');
  });

  test("keeps an outcome that the playbook does not have, so that it can be seen", () => {
    expect(gridOf(table)).toContain('<option value="explode" selected="">explode</option>');
  });

  test("marks the row that decides the case being tried", () => {
    expect(gridOf(table, { firing: "small" })).toContain('aria-label="Row 1, decides the case"');
  });

  test("is text alone for who may not edit", () => {
    const grid = gridOf(table, { readOnly: true });
    expect(grid).not.toMatch(/<(button|input|select)/);
    expect(grid).toContain("at most 50 USD");
  });

  test("shows a column that the playbook does not know under its own name", () => {
    expect(gridOf({ columns: ["weight"], rows: [] })).toContain("weight");
  });
});

describe("tests beside the table", () => {
  const tests = [
    { name: "a small order", facts: { orderTotal: 3 }, outcome: "release" },
    { name: "a large order", facts: { orderTotal: 300 }, outcome: "hold" },
  ];

  test("say which row decides, and which test does not hold", () => {
    const list = renderToStaticMarkup(
      <TestList table={table} tests={tests} facts={FACTS} outcomes={outcomes} readOnly onChange={() => {}} />,
    );
    expect(list).toContain("1 of 2 give the outcome that is expected.");
    expect(list).toContain("Expected: RELEASE. Row 1 decides.");
    expect(list).toContain("Expected: HOLD. No row is met: Needs a person.");
  });

  test("that do not hold say why and take the new outcome at a press, the others do not", () => {
    const list = renderToStaticMarkup(
      <TestList table={table} tests={tests} facts={FACTS} outcomes={outcomes} readOnly={false} onChange={() => {}} />,
    );
    expect(list).toContain("Rules are saved only once every test gives what it expects");
    expect(list.match(/Expect “[^”]*” now/g)).toEqual(["Expect “Needs a person” now"]);
    expect(list).toContain("in the test a large order");
    const held = [{ name: "a small order", facts: { orderTotal: 3 }, outcome: "hold" }];
    const because = renderToStaticMarkup(
      <TestList table={table} tests={held} facts={FACTS} outcomes={outcomes} readOnly onChange={() => {}} />,
    );
    expect(because).toContain("Because: so it is");
    expect(because).not.toContain("<button");
  });

  test("leave an expression to the decision engine", () => {
    const asking = aTable(aRow("asks", { note: { test: "expression", text: "len($) > 3" } }));
    expect(runTest(asking, tests[0]!)).toEqual({ kind: "expression", row: 1 });
  });
});
