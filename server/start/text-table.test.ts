import { expect, test } from "vitest";
import { textTable } from "./text-table.ts";

test("columns are as wide as their widest value, and a missing value is not an empty one", () => {
  expect(
    textTable(
      ["id", "name"],
      [
        [1, "return"],
        [20, null],
        [3, ""],
      ],
    ),
  ).toBe(["id  name", "──  ──────", "1   return", "20  ∅", "3"].join("\n"));
});

test("line breaks do not break the table, long values are cut, and times are in UTC", () => {
  const lines = textTable(
    ["text", "at"],
    [
      ["a\nb", new Date("2026-01-02T03:04:05Z")],
      ["x".repeat(100), null],
    ],
  ).split("\n");
  expect(lines[2]).toMatch(/^a⏎b\s+2026-01-02T03:04:05\.000Z$/);
  expect(lines[3]).toMatch(/^x{59}…  ∅$/);
});

test("without rows the headings are left", () => {
  expect(textTable(["id"], [])).toBe("id\n──");
});
