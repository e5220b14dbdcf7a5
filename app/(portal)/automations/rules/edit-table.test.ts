import { describe, expect, test } from "vitest";
import { decide } from "#server/domain/decisions/decide.ts";
import { FACTS, aRow, aTable } from "#tests/decisions/some-rule-table.ts";
import { editTable, rowFromCase, type TableEdit } from "./edit-table.ts";

const table = aTable(
  aRow("a", { country: { test: "is", values: ["DE"] } }),
  aRow("row-9", { orderTotal: { test: "between", low: null, high: 5 } }, "hold"),
  aRow("c", {}),
);
const idsAfter = (edit: TableEdit) => editTable(table, edit).rows.map(({ id }) => id);

describe("rows", () => {
  test("are added with an id that no row ever had, duplicated below, moved and deleted", () => {
    expect(idsAfter({ edit: "add row", at: 1 })).toEqual(["a", "row-10", "row-9", "c"]);
    expect(idsAfter({ edit: "duplicate row", row: 0 })).toEqual(["a", "row-10", "row-9", "c"]);
    expect(idsAfter({ edit: "move row", row: 2, by: -1 })).toEqual(["a", "c", "row-9"]);
    expect(idsAfter({ edit: "delete row", row: 1 })).toEqual(["a", "c"]);
  });

  test("at the edge stay where they are", () => {
    expect(idsAfter({ edit: "move row", row: 0, by: -1 })).toEqual(["a", "row-9", "c"]);
    expect(idsAfter({ edit: "move row", row: 2, by: 1 })).toEqual(["a", "row-9", "c"]);
    expect(idsAfter({ edit: "duplicate row", row: 7 })).toEqual(["a", "row-9", "c"]);
  });
});

test("a cell set to anything is no cell", () => {
  expect(editTable(table, { edit: "cell", row: 0, column: "country", cell: { test: "any" } }).rows[0]!.when).toEqual({});
  const asked = editTable(table, { edit: "cell", row: 2, column: "note", cell: { test: "known" } });
  expect(asked.rows[2]!.when).toEqual({ note: { test: "known" } });
});

test("a column takes its conditions with it when it is deleted", () => {
  const without = editTable(table, { edit: "delete column", column: "country" });
  expect(without.columns).toEqual(["orderTotal", "firstOrder", "note"]);
  expect(without.rows[0]!.when).toEqual({});
  expect(editTable(without, { edit: "add column", column: "country" }).columns).toEqual(["orderTotal", "firstOrder", "note", "country"]);
  expect(editTable(table, { edit: "add column", column: "note" }).columns).toEqual(table.columns);
  expect(editTable(table, { edit: "move column", column: "note", by: -1 }).columns).toEqual([
    "orderTotal",
    "country",
    "note",
    "firstOrder",
  ]);
});

test("a row made from a case decides that case, unknown facts included", () => {
  const facts = { orderTotal: 12.5, country: "FR", firstOrder: null, note: "gift" };
  const row = rowFromCase(table, facts, "hold", "as people did");
  expect(decide({ columns: FACTS.map(({ name }) => name), rows: [row] }, facts)).toEqual({ kind: "row", row });
  expect(decide({ columns: table.columns, rows: [row] }, { ...facts, firstOrder: true }).kind).toBe("none");
});
