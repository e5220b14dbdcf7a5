import { expect, test } from "vitest";
import * as z from "zod";
import { readRows } from "./read-rows.js";

const Row = z.object({ id: z.string(), count: z.number() });
const read = (row: unknown) => Row.parse(row);

test("a row that cannot be read is set aside by field and reason, without its contents", () => {
  expect(readRows([{ id: "a", count: 1 }, { id: "b", count: "Jane Doe" }], read)).toEqual({ records: [{ id: "a", count: 1 }], rejected: [{ id: "b", reason: "count: invalid_type" }] }); // prettier-ignore
});

test("of two rows with one id the later counts, readable or not", () => {
  expect(readRows([{ id: "a", count: 1 }, { id: "a", count: 2 }], read)).toEqual({ records: [{ id: "a", count: 2 }], rejected: [] }); // prettier-ignore
  expect(readRows([{ id: "a", count: 1 }, { id: "a" }], read).records).toEqual([]);
});

test("a row of another kind is passed over", () => {
  expect(readRows([{ id: "a" }], () => null)).toEqual({ records: [], rejected: [] });
});

test("a row without an id means that the page is not what was asked for", () => {
  expect(() => readRows([{ count: 1 }], read)).toThrow("id");
});
