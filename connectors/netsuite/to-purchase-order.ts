import * as z from "zod";
import { localToUtc } from "../kit/local-time.js";
import { toCode } from "../kit/words.js";
import type { PurchaseOrder, PurchaseOrderLine } from "../records/purchase-order.js";

const Id = z.union([z.string(), z.number()]).transform(String);
const Text = z.union([z.string(), z.number()]).transform(String).nullish();
const Count = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

export const OrderRow = z.object({
  id: Id,
  tranid: Text,
  status: z.string(),
  status_text: Text,
  entity: Text,
  entity_name: Text,
  memo: Text,
  created_at: z.string(),
  modified_at: z.string(),
});
export type OrderRow = z.infer<typeof OrderRow>;

export const LineRow = z.object({
  transaction: Id,
  id: Id,
  linesequencenumber: Text,
  item: Id.nullish(),
  sku: Text,
  quantity: Count.nullish(),
  quantityshiprecv: Count.nullish(),
  location: Text,
  eta: Text,
  isclosed: z.string().nullish(),
});
export type LineRow = z.infer<typeof LineRow>;

// Status letters of purchase orders as accounts store them; the text differs by language, so the letter decides where it is known.
const STATE_OF_LETTER: Readonly<Record<string, string>> = {
  A: "pending_approval",
  B: "pending_receipt",
  C: "rejected",
  D: "partially_received",
  E: "pending_billing_partially_received",
  F: "pending_bill",
  G: "fully_billed",
  H: "closed",
};

/** A state in one word, from the letter that the account stores or, where that is not known, from its text. */
export function stateOf(status: string, text: string = status): string {
  const letter = status.split(":").at(-1) ?? status;
  return STATE_OF_LETTER[letter] ?? toCode(text);
}

/** @param zone in which the account writes its times */
export function toPurchaseOrder(row: OrderRow, lines: readonly LineRow[], zone: string): PurchaseOrder {
  return {
    id: row.id,
    number: row.tranid ?? row.id,
    supplierId: row.entity ?? null,
    supplierName: row.entity_name ?? null,
    state: stateOf(row.status, row.status_text ?? row.status),
    memo: row.memo ?? null,
    createdAt: localToUtc(row.created_at, zone),
    updatedAt: localToUtc(row.modified_at, zone),
    lines: lines.flatMap((line) => (line.item == null ? [] : [toLine(line, line.item)])),
  };
}

// A line is named by `line` when it is changed: NetSuite ADDS a line that comes without its number.
const toLine = (line: LineRow, itemId: string): PurchaseOrderLine => ({
  id: line.id,
  sku: line.sku ?? null,
  itemId,
  quantity: Math.abs(line.quantity ?? 0),
  receivedQuantity: Math.abs(line.quantityshiprecv ?? 0),
  expectedOn: line.eta ?? null,
  locationId: line.location ?? null,
  isClosed: line.isclosed === "T",
});
