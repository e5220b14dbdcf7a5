import { expect, test } from "vitest";
import { FACTS, aRow, aTable } from "#tests/decisions/some-rule-table.ts";
import { rowWords } from "./cell-words.ts";
import { tableDifferences } from "./table-differences.ts";
import { NEEDS_PERSON, type RuleTable } from "./rule-table.ts";

const before = aTable(
  aRow("a", { orderTotal: { test: "between", low: null, high: 50 } }),
  aRow("b", { country: { test: "is", values: ["DE", "FR"] } }, "hold"),
  aRow("c", {}, NEEDS_PERSON),
);

function wordsFrom(after: RuleTable): string[] {
  return tableDifferences(before, after, FACTS).map(({ words }) => words);
}

test("a version does not differ from itself, nor from one that writes anything as an empty cell", () => {
  expect(wordsFrom(before)).toEqual([]);
  expect(wordsFrom({ ...before, rows: before.rows.map((row) => ({ ...row, when: { note: { test: "any" }, ...row.when } })) })).toEqual([]);
});

test("cells, decisions and reasons are told with what they were", () => {
  const [a, b, c] = before.rows;
  const after = {
    ...before,
    rows: [
      { ...a!, when: { orderTotal: { test: "between" as const, low: 10, high: 80 } }, reason: "small" },
      { ...b!, when: {}, outcome: "release" },
      c!,
    ],
  };
  expect(wordsFrom(after)).toEqual([
    "Row 1, order total: from 10 to 80 USD; it was at most 50 USD.",
    'Row 1, reason: "small"; it was "so it is".',
    'Row 2, country: anything; it was "DE" or "FR".',
    "Row 2, decision: release; it was hold.",
  ]);
});

test("rows and columns that came, went and moved; the fewest that explain the new order are moved", () => {
  const [a, b, c] = before.rows;
  const after = { columns: ["orderTotal", "country", "note"], rows: [c!, a!, b!, aRow("d", {}, "hold")] };
  expect(wordsFrom(after)).toEqual(["No longer asks for first order.", "Row 1 moved, it was row 3.", "Row 4 added: hold."]);
  expect(wordsFrom({ ...before, rows: [a!, c!] })).toEqual(["Row 2 removed: hold."]);
});

test("a row reads as a sentence", () => {
  expect(before.rows.map((row) => rowWords(row, before, FACTS))).toEqual([
    "If order total is at most 50 USD: release.",
    'If country is "DE" or "FR": hold.',
    "Always: a person has to decide.",
  ]);
  const row = aRow("x", { firstOrder: { test: "not", values: [true] }, note: { test: "expression", text: "len($) > 3" } });
  expect(rowWords(row, before, FACTS)).toBe("If first order is not yes and note meets len($) > 3: release.");
});

test("outcomes go by the names that people call them by, where they have one", () => {
  const [a] = before.rows;
  const titles = new Map([
    ["hold", "Hold the order"],
    [NEEDS_PERSON, "Needs a person"],
  ]);
  const after = { ...before, rows: [{ ...a!, outcome: "hold" }] };
  expect(tableDifferences(before, after, FACTS, titles).map(({ words }) => words)).toEqual([
    "Row 2 removed: Hold the order.",
    "Row 3 removed: Needs a person.",
    "Row 1, decision: Hold the order; it was release.",
  ]);
  expect(rowWords({ ...a!, outcome: "hold" }, before, FACTS, titles)).toMatch(/: Hold the order\.$/);
});
