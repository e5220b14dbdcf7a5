import * as z from "zod";
import { askWithHeaders, type Caller } from "./ask-shipbob.js";
import type { Operation } from "./operations.js";

export type Row = Record<string, unknown>;

const Rows = z.array(z.record(z.string(), z.unknown()));
const Linked = z.object({ items: Rows.nullish(), next: z.string().nullish() });
const MOST_PAGES = 10_000; // a list that never ends is a fault of the vendor

/**
 * A list without an envelope, page by page, from a page on. A header names the next page; the last one bears none.
 *
 * @throws when a page is shorter than ShipBob says: it is asked for again in the next run, before anything moves on
 */
export async function* numberedPages(
  nango: Caller,
  ask: (page: number) => Operation,
  { pageSize, first = 1 }: { pageSize: number; first?: number },
): AsyncGenerator<{ rows: Row[]; page: number }, void, void> {
  for (let page = first; page < first + MOST_PAGES; page += 1) {
    const { data: rows, headers } = await askWithHeaders(nango, ask(page), Rows);
    const isLast = !headers["next-page"];
    const left = totalIn(headers) - (page - 1) * pageSize;
    const expected = isLast ? Math.max(0, Math.min(pageSize, Number.isNaN(left) ? 0 : left)) : pageSize;
    if (rows.length < expected) throw new Error(`ShipBob's page has ${rows.length} rows instead of ${expected}`);
    if (rows.length > 0) yield { rows, page };
    if (isLast) return;
  }
  throw new Error("ShipBob's list has no end");
}

/**
 * A list whose answers name the address of the next one. The address is followed on the connection's own host alone.
 *
 * @throws after the last page, when ShipBob counted more rows than it gave
 */
export async function* linkedPages(nango: Caller, ask: Operation): AsyncGenerator<Row[], void, void> {
  let next: Operation | null = ask;
  let total = Number.NaN;
  let read = 0;
  for (let page = 0; next !== null; page += 1) {
    if (page === MOST_PAGES) throw new Error("ShipBob's list has no end");
    const { data, headers }: { data: z.infer<typeof Linked>; headers: Headers } = await askWithHeaders(nango, next, Linked);
    read += data.items?.length ?? 0;
    total = totalIn(headers);
    if (data.items?.length) yield data.items;
    next = data.next ? { path: data.next.replace(/^https?:\/\/[^/]+/i, "") } : null;
  }
  if (read < total) throw new Error(`ShipBob counts ${total} rows and gave ${read} of them`);
}

type Headers = Readonly<Record<string, string>>;
/** How many rows the list has; not a number where ShipBob does not say. */
const totalIn = (headers: Headers): number => Number(headers["total-count"] ?? Number.NaN);

/** All rows of such a list, where they are few. */
export async function allRows(nango: Caller, ask: Operation): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of linkedPages(nango, ask)) rows.push(...page);
  return rows;
}
