import * as z from "zod";
import { later } from "../kit/time.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import { askShopify, ShopifyError, type Caller } from "./graphql.js";
import { STOCK_HISTORY } from "./operations.js";

const Text = z.union([z.string(), z.number()]).transform(String).nullish().transform((text) => text || null); // prettier-ignore

/** One quantity that one act has changed, as Shopify's reports tell it. Names and numbers of who acted are empty where nobody is known. */
export const HistoryRow = z.object({
  second: z.string(),
  inventory_adjustment_group_id: Text,
  inventory_adjustment_id: Text,
  inventory_item_id: Text,
  inventory_location_id: Text,
  inventory_state: Text,
  inventory_change_reason: Text,
  inventory_app_id: Text,
  inventory_app_name: Text,
  staff_id: Text,
  staff_member_name: Text,
  reference_document_type: Text,
  reference_document_uri: Text,
  inventory_adjustment_change: z.union([z.number(), z.string().transform(Number)]),
});
export type HistoryRow = z.infer<typeof HistoryRow>;

const Answer = z.object({
  shopifyqlQuery: z
    .object({
      tableData: z.object({ columns: z.array(z.object({ name: z.string() })), rows: z.array(z.unknown()) }).nullish(),
      parseErrors: z.array(z.string()).nullish(),
    })
    .nullish(),
});

const MOST_ROWS = 1000; // more are left out without a word
const WIDEST_MS = 31 * 86_400_000;
const DIMENSIONS = Object.keys(HistoryRow.shape).filter((name) => name !== "inventory_adjustment_change");

/** 2026-11-01T00:00:00: times of the reporting language have no zone; programs that read this table pass UTC. */
const second = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

function historyBetween(fromMs: number, toMs: number): string {
  return `FROM inventory_adjustment_history SHOW inventory_adjustment_change SINCE ${second(fromMs)} UNTIL ${second(toMs)} GROUP BY ${DIMENSIONS.join(", ")} ORDER BY second ASC LIMIT ${MOST_ROWS}`;
}

/** A time of the table as ISO 8601 in UTC. @throws when it is none */
export function secondOf({ second: text }: Pick<HistoryRow, "second">): string {
  const ms = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text.trim().replace(" ", "T")}Z`);
  if (Number.isNaN(ms)) throw new Error(`"${text}" is not a time`);
  return new Date(ms).toISOString();
}

/** `unread`: rows that cannot be read, each named by the second about which it stands: `2026-11-01T10:00:00.000Z 8801`. */
export type HistoryPage = { rows: HistoryRow[]; unread: RejectedRecord[]; readUntil: string };

/**
 * Changes of stock since a time, oldest first. What came with a full page's last second may be cut, so the next page begins with that
 * second again; rows repeat, and are told by their numbers.
 *
 * @param until where to end, as ISO 8601; without it a month past the start or a day past now, whichever is later
 * @throws ShopifyError where the table cannot be read, or holds more rows of one second than it gives out
 */
export async function* stockHistory(
  nango: Caller,
  { since, until }: { since: string; until?: string },
): AsyncGenerator<HistoryPage, void, void> {
  let fromMs = Math.floor(Date.parse(since) / 1000) * 1000;
  let readUntil = since;
  const toMs = until ? Date.parse(until) : Math.max(Date.now() + 86_400_000, fromMs + WIDEST_MS);
  for (;;) {
    const { rows, unread, count } = await rowsBetween(nango, fromMs, toMs);
    const lastSecond = rows.at(-1)?.second;
    const isFull = count >= MOST_ROWS;
    const whole = isFull ? rows.filter((row) => row.second !== lastSecond) : rows;
    for (const row of rows) readUntil = later(readUntil, secondOf(row));
    if (whole.length + unread.length > 0) yield { rows: whole, unread, readUntil };
    if (!isFull) return;
    const nextMs = lastSecond === undefined ? fromMs : Date.parse(secondOf({ second: lastSecond }));
    if (nextMs <= fromMs && whole.length === 0)
      throw new ShopifyError("UNKNOWN", `more changes of stock than ${MOST_ROWS} within one second, at ${second(fromMs)}`);
    fromMs = nextMs;
  }
}

type Found = { rows: HistoryRow[]; unread: RejectedRecord[]; count: number };

async function rowsBetween(nango: Caller, fromMs: number, toMs: number): Promise<Found> {
  const variables = { query: historyBetween(fromMs, toMs) };
  const { shopifyqlQuery: report } = await askShopify(nango, { query: STOCK_HISTORY, variables, schema: Answer });
  const [error] = report?.parseErrors ?? [];
  if (error !== undefined) throw new ShopifyError("REPORT_REFUSED", error);
  const { columns = [], rows = [] } = report?.tableData ?? {};
  const found: Found = { rows: [], unread: [], count: rows.length };
  let about = new Date(fromMs).toISOString();
  for (const [at, given] of rows.entries()) {
    const row: unknown = Array.isArray(given) ? named(columns, given) : given;
    const read = HistoryRow.safeParse(row);
    const time = read.success ? timeOf(read.data) : null;
    if (read.success && time !== null) {
      about = time;
      found.rows.push(read.data);
    } else {
      const id = Numbered.safeParse(row).data?.inventory_adjustment_id ?? `row ${at}`;
      const reason = read.error?.issues.map(({ path, code }) => `${path.join(".")}: ${code}`).join("; ") ?? "second: not a time";
      found.unread.push({ id: `${about} ${id}`, reason });
    }
  }
  return found;
}

const Numbered = z.object({ inventory_adjustment_id: z.union([z.string(), z.number()]).transform(String) });

function timeOf(row: HistoryRow): string | null {
  try {
    return secondOf(row);
  } catch {
    return null;
  }
}

/** About when a row stands that could not be read; null for what is no name of one. */
export function aboutWhen({ id }: Pick<RejectedRecord, "id">): string | null {
  const [time = ""] = id.split(" ");
  return Number.isNaN(Date.parse(time)) ? null : time;
}

/** Some versions give a row as a list, in the order of the columns. */
const named = (columns: readonly { name: string }[], row: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(columns.map(({ name }, at) => [name, row[at]]));
