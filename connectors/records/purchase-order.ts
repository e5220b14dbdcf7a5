import * as z from "zod";

/** One line of a purchase order. Dates are days of the buyer's calendar, without a time. */
export const PurchaseOrderLine = z.object({
  id: z.string().describe("stable within the purchase order; what a change of this line has to name"),
  sku: z.string().nullable(),
  itemId: z.string(),
  quantity: z.number(),
  receivedQuantity: z.number(),
  expectedOn: z.string().nullable().describe("YYYY-MM-DD"),
  locationId: z.string().nullable(),
  isClosed: z.boolean(),
});
export type PurchaseOrderLine = z.infer<typeof PurchaseOrderLine>;

/** What is ordered from a supplier, in its present state. */
export const PurchaseOrder = z.object({
  id: z.string(),
  number: z.string().describe("the one that people say aloud: PO-5012"),
  supplierId: z.string().nullable(),
  supplierName: z.string().nullable(),
  state: z.string().describe("as the vendor names it, lower case with underscores"),
  memo: z.string().nullable(),
  createdAt: z.string().describe("ISO 8601, UTC"),
  updatedAt: z.string().describe("ISO 8601, UTC"),
  lines: z.array(PurchaseOrderLine),
});
export type PurchaseOrder = z.infer<typeof PurchaseOrder>;
