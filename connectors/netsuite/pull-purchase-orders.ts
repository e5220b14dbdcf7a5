import * as z from "zod";
import { readRows } from "../kit/read-rows.js";
import type { PurchaseOrder } from "../records/purchase-order.js";
import { linesOf, purchaseOrder, purchaseOrdersSince } from "./queries.js";
import { allRows, askSuiteQl, type Caller } from "./suiteql.js";
import { LineRow, OrderRow, toPurchaseOrder } from "./to-purchase-order.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import { localToUtc } from "../kit/local-time.js";

const Owned = z.looseObject({ transaction: z.union([z.string(), z.number()]).transform(String) });
const Identified = OrderRow.pick({ id: true });
const Changed = OrderRow.pick({ modified_at: true });
const IDS_A_QUERY = 500; // a longer list makes the query too long for some accounts

type PurchaseOrderPage = { records: PurchaseOrder[]; rejected: RejectedRecord[]; updatedUntil: string };

/** Purchase orders with their lines that changed since a local time, a page at a time, oldest change first. */
export async function* purchaseOrders(nango: Caller, sinceLocal: string, zone: string): AsyncGenerator<PurchaseOrderPage, void, void> {
  for await (const rows of askSuiteQl(nango, purchaseOrdersSince(sinceLocal))) {
    const orders = rows.map((row) => ({ row, id: Identified.parse(row).id }));
    const lines = new Map<string, unknown[]>();
    for (let at = 0; at < orders.length; at += IDS_A_QUERY) {
      const ids = orders.slice(at, at + IDS_A_QUERY).map(({ id }) => id);
      for (const line of await allRows(nango, linesOf(ids), Owned))
        lines.set(line.transaction, [...(lines.get(line.transaction) ?? []), line]);
    }
    const read = readRows(orders, ({ row }) => {
      const order = OrderRow.parse(row);
      return readPurchaseOrder(order, lines.get(order.id) ?? [], zone);
    });
    // Oldest change first. A row whose time cannot be read is set aside, and moves nothing.
    yield { ...read, updatedUntil: orders.reduce((until, { row }) => changedAt(row, zone) ?? until, localToUtc(sinceLocal, zone)) };
  }
}

function changedAt(row: unknown, zone: string): string | null {
  try {
    return localToUtc(Changed.parse(row).modified_at, zone);
  } catch {
    return null;
  }
}

/** A purchase order with its lines as NetSuite has it now; null when there is none. */
export async function purchaseOrderNow(nango: Caller, id: string): Promise<{ row: unknown; lines: unknown[] } | null> {
  const [row] = await allRows(nango, purchaseOrder(id), z.unknown());
  return row === undefined ? null : { row, lines: await allRows(nango, linesOf([id]), z.unknown()) };
}

/** @throws ZodError when the order or one of its lines cannot be read */
export const readPurchaseOrder = (row: unknown, lines: readonly unknown[], zone: string): PurchaseOrder =>
  toPurchaseOrder(
    OrderRow.parse(row),
    lines.map((line) => LineRow.parse(line)),
    zone,
  );
