import * as z from "zod";

/** Goods announced to a logistics partner, and how far they have been taken in. Also called an inbound shipment or advance ship notice. */
export const ReceivingOrder = z.object({
  id: z.string().describe("the partner's own id: stable, unique within the connection"),
  purchaseOrderNumber: z.string().nullable().describe("the buyer's own number: PO-5012"),
  state: z.string().describe("as the partner names it, lower case with underscores: awaiting, arrived, processing, completed"),
  createdAt: z.string().describe("ISO 8601, UTC"),
  updatedAt: z.string().describe("ISO 8601, UTC"),
  expectedOn: z.string().nullable().describe("YYYY-MM-DD"),
  locationId: z.string().nullable(),
  locationName: z.string().nullable(),
  syncedAt: z.string().nullable().describe("when a program says it has copied the receipt; null where none has"),
  lines: z.array(
    z.object({
      itemId: z.string(),
      sku: z.string().nullable(),
      expected: z.number(),
      received: z.number(),
      stowed: z.number(),
    }),
  ),
  history: z.array(z.object({ state: z.string(), at: z.string().describe("ISO 8601, UTC") })).describe("oldest first"),
});
export type ReceivingOrder = z.infer<typeof ReceivingOrder>;
