import { expect, test } from "vitest";
import { cellWords } from "./cell-words.ts";
import type { FactDefinition } from "./rule-table.ts";

const counted = (unit: string | null): FactDefinition => ({ name: "n", title: "n", type: { kind: "number", unit }, source: "the order" });

test.each([
  [1, null, "orders", "at least 1 order"],
  [2, null, "orders", "at least 2 orders"],
  [null, 1, "days", "at most 1 day"],
  [0, 3, "days", "from 0 to 3 days"],
  [0, 1, "days", "from 0 to 1 day"],
  [1, null, "USD", "at least 1 USD"],
  [1, null, null, "at least 1"],
])("from %s to %s of %s is said as %s", (low, high, unit, words) => {
  expect(cellWords({ test: "between", low, high }, counted(unit))).toBe(words);
});
