import { renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { DataTable, type Column } from "./data-table.tsx";
import { parseTableState } from "./table-state.ts";

type Row = { id: string; name: string; hours: number };
const columns: readonly Column<Row>[] = [
  { key: "name", heading: "Workflow", sortable: true, phone: "title", cell: ({ name }) => name },
  { key: "hours", heading: "Hours", kind: "hours", sortable: true, cell: ({ hours }) => hours },
];
const rows: readonly Row[] = [
  { id: "a", name: "Returns", hours: 14 },
  { id: "b", name: "Escalations", hours: 8 },
];
const params = { sort: "-hours", page: "2" };
const place = { path: "/audit", params, state: parseTableState(params, { sortable: ["name", "hours"], defaultSort: "-hours" }) };
const shared = { caption: "Workflows", columns, rowKey: ({ id }: Row) => id, empty: "Nothing was imported yet." };

describe("a table", () => {
  test("tells a screen reader the order, and its headings lead to the other orders", () => {
    const html = renderToString(<DataTable {...shared} rows={rows} place={place} total={60} />);
    expect(html).toContain('aria-sort="descending"');
    expect(html).toContain('href="/audit?sort=hours"');
    expect(html).toContain('href="/audit?sort=name"');
  });

  test("says which rows are shown and links the pages before and after", () => {
    const html = renderToString(<DataTable {...shared} rows={rows} place={place} total={60} />).replaceAll("<!-- -->", "");
    expect(html).toContain("26–50 of 60");
    expect(html).toContain('href="/audit?sort=-hours"');
    expect(html).toContain('href="/audit?sort=-hours&amp;page=3"');
  });

  test("keeps a row's label beside each value, for when it is a card", () => {
    expect(renderToString(<DataTable {...shared} rows={rows} />)).toContain('data-label="Hours"');
  });

  test("nothing at all and nothing that matches are different messages", () => {
    const filtered = { ...place, state: { ...place.state, search: "zebra" } };
    expect(renderToString(<DataTable {...shared} rows={[]} place={place} />)).toContain("Nothing was imported yet.");
    const html = renderToString(<DataTable {...shared} rows={[]} place={filtered} />);
    expect(html).toContain("Nothing matches");
    expect(html).not.toContain("Nothing was imported yet.");
  });

  test("a count that the server gave up is not shown as exact", () => {
    const html = renderToString(<DataTable {...shared} rows={rows} place={place} total={10_000} totalIsAtLeast />).replaceAll(
      "<!-- -->",
      "",
    );
    expect(html).toContain("26–50 of 10,000 or more");
    expect(html).toContain("10,000 rows or more match");
  });

  test("an export link is a file for all rows, and there is none for no rows", () => {
    expect(renderToString(<DataTable {...shared} rows={rows} exportHref="/x.csv" />)).toContain('href="/x.csv" download=""');
    expect(renderToString(<DataTable {...shared} rows={[]} exportHref="/x.csv" />)).not.toContain("/x.csv");
  });
});
