import { describe, expect, test } from "vitest";
import { nextSort, parseTableState, tableHref } from "./table-state.ts";

const rules = { sortable: ["name", "hours"], defaultSort: "-hours", filters: ["team"] };

describe("a table's state in the URL", () => {
  test("an empty URL is the first page in the default order", () => {
    expect(parseTableState({}, rules)).toEqual({
      sort: { column: "hours", descending: true },
      page: 1,
      pageSize: 25,
      search: "",
      filters: {},
    });
  });

  test("sort, page, size, search and filters are read", () => {
    expect(parseTableState({ sort: "name", page: "3", size: "50", q: " hold ", team: "returns" }, rules)).toEqual({
      sort: { column: "name", descending: false },
      page: 3,
      pageSize: 50,
      search: "hold",
      filters: { team: "returns" },
    });
  });

  test("what anyone may type into a URL does no harm", () => {
    const state = parseTableState({ sort: "-password", page: "-2", size: "1000000", team: "", other: "x", q: ["a", "b"] }, rules);
    expect(state).toEqual({ sort: { column: "hours", descending: true }, page: 1, pageSize: 25, search: "a", filters: {} });
  });

  test("two tables on a page do not read each other's state", () => {
    const params = { "events.page": "2", page: "7" };
    expect(parseTableState(params, { ...rules, prefix: "events." }).page).toBe(2);
    expect(tableHref("/audit", params, { page: 3 }, "events.")).toBe("/audit?events.page=3&page=7");
  });
});

describe("the address of a changed table", () => {
  test("a new filter leads back to the first page and keeps the rest", () => {
    expect(tableHref("/audit", { sort: "name", page: "4", window: "90d" }, { team: "returns" })).toBe(
      "/audit?sort=name&window=90d&team=returns",
    );
  });

  test("null and empty take a parameter away; nothing left is the bare path", () => {
    expect(tableHref("/audit", { team: "returns", q: "hold" }, { team: null, q: "" })).toBe("/audit");
  });

  test("a parameter that stands twice stays twice", () => {
    expect(tableHref("/audit", { tag: ["a", "b"] }, { page: 2 })).toBe("/audit?tag=a&tag=b&page=2");
  });
});

test("a heading sorts numbers largest first, text from A, and turns round on the second press", () => {
  const byHours = { column: "hours", descending: true };
  expect(nextSort(byHours, "hours", true)).toBe("hours");
  expect(nextSort(byHours, "name", false)).toBe("name");
  expect(nextSort({ column: "name", descending: false }, "name", false)).toBe("-name");
  expect(nextSort({ column: "name", descending: false }, "hours", true)).toBe("-hours");
});
