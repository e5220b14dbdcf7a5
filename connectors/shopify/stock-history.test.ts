import { expect, test } from "vitest";
import type { Caller } from "./graphql.js";
import { aboutWhen, stockHistory, type HistoryPage } from "./stock-history.js";

type Change = { second: string; id: number };

/** A shop's reports with these changes, which gives out a thousand rows and no more, as objects or as lists. */
function reports(changes: readonly Change[], { asLists = false } = {}): { nango: Caller; asked: string[] } {
  const asked: string[] = [];
  const columns = [...HISTORY_COLUMNS, "inventory_adjustment_change"];
  const post = async ({ data }: { data: { variables: { query: string } } }) => {
    const { query } = data.variables;
    asked.push(query);
    const [, since = "", until = ""] = /SINCE (\S+) UNTIL (\S+)/.exec(query) ?? [];
    const found = changes.filter(({ second }) => second >= `${since}Z` && second < `${until}Z`).slice(0, 1000);
    const rows = found.map(({ second, id }) => {
      const row: Record<string, unknown> = { second, inventory_adjustment_id: id, inventory_adjustment_change: "1" };
      return asLists ? columns.map((name) => row[name] ?? null) : row;
    });
    return { data: { data: { shopifyqlQuery: { tableData: { columns: columns.map((name) => ({ name })), rows }, parseErrors: [] } } } };
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of Nango is there
  return { nango: { post, log: async () => {}, ActionError: Error } as never, asked };
}
const HISTORY_COLUMNS = ["second", "inventory_adjustment_id"];

const secondAt = (index: number): string => `${new Date(Date.UTC(2026, 9, 1) + index * 1000).toISOString().slice(0, 19)}Z`;
async function idsOf(nango: Caller): Promise<string[]> {
  const ids: string[] = [];
  for await (const { rows } of stockHistory(nango, { since: "2026-10-01T00:00:00Z" }))
    ids.push(...rows.flatMap((row) => row.inventory_adjustment_id ?? []));
  return ids;
}

test("a second that a full page has cut is read whole on the next, and nothing is lost or doubled", async () => {
  // Three changes a second: a thousand rows end in the middle of one.
  const changes = Array.from({ length: 2500 }, (_, id) => ({ second: secondAt(Math.floor(id / 3)), id }));
  const { nango, asked } = reports(changes);
  expect(await idsOf(nango)).toEqual(changes.map(({ id }) => String(id)));
  expect(asked).toHaveLength(3);
});

test("rows that come as lists are read by the names of their columns", async () => {
  const { nango } = reports([{ second: secondAt(1), id: 7 }], { asLists: true });
  expect(await idsOf(nango)).toEqual(["7"]);
});

test("a row that cannot be read is told by the second about which it stands, and does not stop the rest", async () => {
  const { nango } = reports([1, 2, 3].map((id) => ({ second: secondAt(id), id })));
  const { post } = nango;
  const spoiled = { ...nango, post: async (config: Parameters<typeof post>[0]) => withoutChange(await post(config)) };
  const pages: HistoryPage[] = [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  for await (const page of stockHistory(spoiled as never, { since: "2026-10-01T00:00:00Z" })) pages.push(page);
  expect(pages.flatMap(({ rows }) => rows.map((row) => row.inventory_adjustment_id))).toEqual(["1", "3"]);
  const [unread] = pages.flatMap((page) => page.unread);
  expect(unread).toEqual({ id: "2026-10-01T00:00:01.000Z 2", reason: "inventory_adjustment_change: invalid_union" });
  expect(aboutWhen(unread ?? { id: "" })).toBe("2026-10-01T00:00:01.000Z");
});

/** The answer, in which the second row says nothing of how much was changed. */
function withoutChange<T>(answer: T): T {
  return JSON.parse(JSON.stringify(answer).replace(/("inventory_adjustment_id":2,"inventory_adjustment_change":)"1"/, "$1{}"));
}

test("more changes in one second than are given out end in an error instead of in silence", async () => {
  const { nango } = reports(Array.from({ length: 1200 }, (_, id) => ({ second: secondAt(5), id })));
  await expect(idsOf(nango)).rejects.toThrow("more changes of stock than 1000 within one second");
});
