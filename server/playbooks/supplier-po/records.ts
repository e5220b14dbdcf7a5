import * as z from "zod";

/** What this playbook reads of a purchase order: in our copy, and as the connector's action answers it. */
export const PurchaseOrderSeen = z.object({
  id: z.string(),
  number: z.string(),
  supplierId: z.string().nullable(),
  supplierName: z.string().nullable(),
  state: z.string(),
  memo: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  lines: z.array(
    z.object({
      id: z.string(),
      sku: z.string().nullable(),
      quantity: z.number(),
      receivedQuantity: z.number(),
      expectedOn: z.string().nullable(),
      isClosed: z.boolean(),
    }),
  ),
});
export type PurchaseOrderSeen = z.infer<typeof PurchaseOrderSeen>;

/** What the connector's action read-purchase-order answers. The address is asked for when a letter goes out, and is not kept. */
export const PurchaseOrderNow = z.object({ purchaseOrder: PurchaseOrderSeen, supplierEmail: z.string().nullish() });
