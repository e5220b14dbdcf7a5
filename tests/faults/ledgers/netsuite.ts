import { SUPPLIER_NAMES } from "#server/sandbox/departments/purchasing/people.ts";
import { dayText } from "#server/sandbox/departments/purchasing/save.ts";
import { LOCATION_ID, STORE_ROOM_ID } from "#server/sandbox/departments/purchasing/state.ts";
import type { Context, Note, Transaction } from "#server/sandbox/departments/purchasing/transaction.ts";
import { iso, line, type Content, type EventLedger, type Ledger, type RecordLedger } from "./ledger.ts";

const STATES: Readonly<Record<string, string>> = {
  A: "pending_approval",
  B: "pending_receipt",
  D: "partially_received",
  F: "pending_bill",
  H: "closed",
};

const PURCHASE_ORDERS: RecordLedger = {
  name: "purchase orders",
  model: "PurchaseOrder",
  there: ({ departments }) =>
    departments.purchasing.state.transactions
      .filter(({ type }) => type === "PurchOrd")
      .map((order) =>
        line(
          String(order.id),
          order.number,
          order.supplierId === null ? null : String(order.supplierId),
          SUPPLIER_NAMES.get(order.supplierId ?? 0),
          STATES[order.status ?? ""],
          order.memo,
          iso(order.createdMs),
          iso(order.modifiedMs),
          order.lines.map((one) => [
            String(one.id),
            String(one.itemId),
            one.sku,
            one.quantity,
            one.received,
            dayText(one.expectedDay),
            String(one.locationId),
            one.isClosed,
          ]),
        ),
      ),
  here: (order) =>
    line(
      order.id,
      order.number,
      order.supplierId,
      order.supplierName,
      order.state,
      order.memo,
      order.createdAt,
      order.updatedAt,
      order.lines.map((one: Content) => [
        one.id,
        one.itemId,
        one.sku,
        one.quantity,
        one.receivedQuantity,
        one.expectedOn,
        one.locationId,
        one.isClosed,
      ]),
    ),
};

const STOCK: RecordLedger = {
  name: "balances of stock",
  model: "InventoryLevel",
  owns: ({ itemId }) => /^\d+$/.test(itemId),
  there: ({ departments }) =>
    departments.purchasing.state.items.flatMap(({ id, sku, onHand, overflow, onOrder }) => [
      line(`${id}:${LOCATION_ID}`, String(id), sku, String(LOCATION_ID), onHand, onHand, onOrder),
      line(`${id}:${STORE_ROOM_ID}`, String(id), sku, String(STORE_ROOM_ID), overflow, overflow, 0),
    ]),
  here: ({ available, committed, ...one }) =>
    line(one.id, one.itemId, one.sku, one.locationId, one.onHand, available + committed, one.incoming),
};

/** NetSuite gives a save no number: it is its record, its second, its author and its context. */
const SAVES: EventLedger = {
  name: "saves of transactions",
  isOf: ({ id, workflow }) => workflow === "supplier-po" || (workflow === "inventory-sync" && !id.startsWith("stock")),
  there: ({ departments }) => departments.purchasing.state.transactions.flatMap(savesOf),
  here: ({ caseId, at, kind }) => line(caseId, at.toISOString(), kind),
};

const KINDS: Readonly<Record<Context, string>> = { UIF: "person", CSV: "person", WBS: "app", SCH: "rule", UEV: "rule" };

function savesOf({ id, type, madeFrom, notes }: Transaction): string[] {
  const caseId = type === "InvAdjst" ? `sku:${id}` : `purchase_order:${type === "ItemRcpt" ? madeFrom : id}`;
  const keyOf = ({ atMs, authorId, context }: Note) => line(iso(atMs), authorId, context);
  const saves = new Map(notes.map((note) => [keyOf(note), note]));
  return [...saves.values()].map(({ atMs, authorId, context }) => line(caseId, iso(atMs), authorId < 0 ? "rule" : KINDS[context]));
}

export const NETSUITE: readonly Ledger[] = [PURCHASE_ORDERS, STOCK, SAVES];
