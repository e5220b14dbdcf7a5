import { ZenEngine, type ZenDecision } from "@gorules/zen-engine";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromJdm } from "./from-jdm.ts";
import { fromExpression, toExpression } from "./jdm-expression.ts";
import { FACTS, OUTCOMES, aRow, aTable, someFacts, someTable } from "#tests/decisions/some-rule-table.ts";
import { NEEDS_PERSON, type RuleTable } from "./rule-table.ts";
import { toJdm } from "./to-jdm.ts";

/** The same table with `any` written as no cell: both ways to write it mean the same. */
function bare(table: RuleTable): RuleTable {
  const rows = table.rows.map((row) => ({
    ...row,
    when: Object.fromEntries(Object.entries(row.when).filter(([, cell]) => cell.test !== "any")),
  }));
  return { ...table, rows };
}

/** A file as another editor might write it. */
function aFile(content: Record<string, unknown>, ...more: unknown[]): { nodes: unknown[]; edges: unknown[] } {
  return {
    nodes: [{ id: "1", type: "inputNode", name: "Request" }, { id: "2", type: "decisionTableNode", name: "Holds", content }, ...more],
    edges: [],
  };
}

async function outcomeBy(decision: ZenDecision, facts: unknown): Promise<unknown> {
  return (await decision.evaluate(facts)).result.outcome;
}

test("a table written as JDM and read again is the same table", () => {
  fc.assert(
    fc.property(someTable, (table) => {
      const read = fromJdm(JSON.parse(JSON.stringify(toJdm(table, FACTS, "rules"))), FACTS, OUTCOMES);
      expect(read).toEqual({ kind: "table", table: bare(table), kept: [] });
    }),
    { numRuns: 1000, seed: 3 },
  );
});

test("what was read decides as the file does in the decision engine", async () => {
  const file = aFile({
    hitPolicy: "first",
    inputs: [
      { id: "a", name: "Total", field: "orderTotal" },
      { id: "b", name: "Country", field: "country" },
      { id: "c", name: "Note", field: "note" },
    ],
    outputs: [{ id: "o", name: "Do", field: "outcome" }],
    rules: [
      { _id: "x", _description: "small", a: "<= 0.1", b: "", c: "", o: '"release"' },
      { _id: "y", a: "[1..99.99]", b: `'DE', "FR"`, c: "", o: '"hold"' },
      { _id: "z", a: "$ != null", b: '$ not in ["US"]', c: "!= 'gift'", o: `"${NEEDS_PERSON}"` },
      { _id: "w", a: "== 2.5", b: "in ['US']", c: "null", o: '"release"' },
    ],
  });
  const read = fromJdm(file, FACTS, OUTCOMES);
  if (read.kind !== "table") throw new Error(read.reasons.join("\n"));
  expect(read.kept).toEqual([]);
  expect(read.table.rows[0]).toEqual({
    id: "x",
    when: { orderTotal: { test: "between", low: null, high: 0.1 } },
    outcome: "release",
    reason: "small",
  });
  const engine = new ZenEngine();
  const theirs = engine.createDecision({
    contentType: "application/vnd.gorules.decision",
    nodes: [...file.nodes, { id: "3", type: "outputNode", name: "Response" }],
    edges: [
      { id: "e1", type: "edge", sourceId: "1", targetId: "2" },
      { id: "e2", type: "edge", sourceId: "2", targetId: "3" },
    ],
  });
  const ours = engine.createDecision(toJdm(read.table, FACTS, "rules"));
  for (const facts of fc.sample(someFacts, { numRuns: 300, seed: 5 }))
    expect([facts, await outcomeBy(ours, facts)]).toEqual([facts, await outcomeBy(theirs, facts)]);
});

describe("a cell in the expression language", () => {
  test.each([
    [{ test: "is", values: ["DE", "FR"] }, '"DE", "FR"'],
    [{ test: "is", values: [] }, "$ in []"],
    [{ test: "not", values: [1, true] }, "$ not in [1, true]"],
    [{ test: "between", low: -1, high: 2 }, "[-1..2]"],
    [{ test: "between", low: null, high: 1e-7 }, "<= 0.0000001"],
    [{ test: "between", low: 1e21, high: null }, ">= 1000000000000000000000"],
    [{ test: "is", values: [`a"b'c`] }, `$ in ["a" + '"' + "b'c"]`],
  ] as const)("%j is %s", (cell, text) => {
    expect(toExpression(cell)).toBe(text);
    expect(fromExpression(text)).toEqual(cell);
  });

  test.each(["> 5", "(1..5]", "len($) > 3", '"a" or "b"', "country", "1 + 2", '"a", ', "== date('2026-01-01')"])(
    "%s has no form of its own and is kept letter by letter",
    (text) => {
      expect(fromExpression(text)).toEqual({ test: "expression", text });
    },
  );
});

describe("a file that cannot be read is refused with every reason", () => {
  const table = { hitPolicy: "first", inputs: [], outputs: [{ id: "o", name: "Do", field: "outcome" }], rules: [] };
  const reasonsOf = (file: unknown) => {
    const read = fromJdm(file, FACTS, OUTCOMES);
    return read.kind === "refused" ? read.reasons.join("\n") : "";
  };

  test("when it is something else", () => {
    expect(reasonsOf([1])).toContain("not a JDM file");
    expect(reasonsOf({ nodes: [] })).toContain("0 decision tables");
    expect(reasonsOf({ nodes: [{ id: "t", type: "decisionTableNode", name: "t" }] })).toBe(
      "The decision table of the file has no content.",
    );
  });

  test("when it holds nodes that compute something else", () => {
    expect(reasonsOf(aFile(table, { id: "f", type: "functionNode", name: "Score" }))).toContain('"Score" is a function node');
  });

  test("when it asks for unknown facts, decides unknown outcomes or collects", () => {
    const reasons = reasonsOf(
      aFile({
        hitPolicy: "collect",
        inputs: [{ id: "a", name: "Weight", field: "weight" }],
        outputs: [
          { id: "o", name: "Do", field: "outcome" },
          { id: "p", name: "Price", field: "price" },
        ],
        rules: [],
      }),
    );
    expect(reasons).toContain('hit policy is "collect"');
    expect(reasons).toContain('asks for "weight"');
    expect(reasons).toContain('"Price" is not known');
    expect(reasonsOf(aFile({ ...table, rules: [{ o: '"explode"' }, { o: "1 + 1" }] }))).toMatch(/Rule 1: "explode".*\nRule 2: its outcome/);
  });

  test.each([20, true, { gt: 5 }, ["US"]])("when a condition is %j and no text: it would be met by anything", (condition) => {
    const inputs = [{ id: "i", name: "Order total", field: "orderTotal" }];
    const reasons = reasonsOf(aFile({ ...table, inputs, rules: [{ i: condition, o: '"release"' }] }));
    expect(reasons).toContain("Rule 1, orderTotal: its condition is");
  });

  test("but not where a condition is left empty", () => {
    const inputs = [{ id: "i", name: "Order total", field: "orderTotal" }];
    for (const empty of ["", " ", null, undefined])
      expect(reasonsOf(aFile({ ...table, inputs, rules: [{ i: empty, o: '"release"' }] }))).toBe("");
  });
});

test("an expression of a file is kept, listed, and written out again as it was", () => {
  const kept = aTable(aRow("r1", { note: { test: "expression", text: "len($) > 3" } }));
  const read = fromJdm(toJdm(kept, FACTS, "rules"), FACTS, OUTCOMES);
  expect(read).toEqual({ kind: "table", table: kept, kept: ["Rule 1, note: len($) > 3"] });
});
