import { ZenEngine } from "@gorules/zen-engine";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { FACTS, aRow, aTable, someFacts, someTable } from "#tests/decisions/some-rule-table.ts";
import { toJdm } from "./to-jdm.ts";

test("the first row that is met decides, and none is an answer too", () => {
  const table = aTable(
    aRow("small", { orderTotal: { test: "between", low: null, high: 50 } }),
    aRow("german", { country: { test: "is", values: ["DE"] } }, "hold"),
  );
  const rowOf = (facts: Parameters<typeof decide>[1]) => {
    const answer = decide(table, facts);
    return answer.kind === "row" ? answer.row.id : answer.kind;
  };
  expect(rowOf({ orderTotal: 50, country: "DE" })).toBe("small");
  expect(rowOf({ orderTotal: 50.01, country: "DE" })).toBe("german");
  expect(rowOf({ orderTotal: null, country: "FR" })).toBe("none");
});

test("unknown meets not and unknown, and neither a range nor known", () => {
  const met = (cell: Parameters<typeof aRow>[1][string]) => decide(aTable(aRow("only", { orderTotal: cell })), {}).kind === "row";
  expect(met({ test: "not", values: [5] })).toBe(true);
  expect(met({ test: "unknown" })).toBe(true);
  expect(met({ test: "between", low: null, high: null })).toBe(false);
  expect(met({ test: "known" })).toBe(false);
});

test("an expression is left to the decision engine, unless another cell of its row already fails", () => {
  const table = aTable(
    aRow("asks", { note: { test: "expression", text: "len($) > 3" }, country: { test: "is", values: ["DE"] } }),
    aRow("rest", {}, "hold"),
  );
  expect(decide(table, { country: "DE", note: "gift" })).toMatchObject({ kind: "expression", row: { id: "asks" } });
  expect(decide(table, { country: "FR", note: "gift" })).toMatchObject({ kind: "row", row: { id: "rest" } });
});

test("decides as the decision engine does with the table's JDM form, whatever is known or not", async () => {
  const engine = new ZenEngine();
  await fc.assert(
    fc.asyncProperty(someTable, fc.array(someFacts, { minLength: 1, maxLength: 8 }), async (table, cases) => {
      const decision = engine.createDecision(toJdm(table, FACTS, "rules"));
      for (const facts of cases) {
        const answer = decide(table, facts);
        const expected = answer.kind === "row" ? { outcome: answer.row.outcome, reason: answer.row.reason, row: answer.row.id } : {};
        expect({ facts, answer: (await decision.evaluate(facts)).result }).toEqual({ facts, answer: expected });
      }
    }),
    { numRuns: 500, seed: 8 },
  );
  engine.dispose();
});
