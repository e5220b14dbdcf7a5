import * as z from "zod";

/** How much of one item one location has. Balances carry no actor: who changed them is told by documents, where there is one. */
export const InventoryLevel = z.object({
  id: z.string().describe("item and location: 301:2"),
  itemId: z.string(),
  sku: z.string().nullable(),
  locationId: z.string(),
  onHand: z.number(),
  available: z.number().nullable(),
  committed: z.number().nullable(),
  incoming: z.number().nullable(),
  backordered: z.number().nullable(),
});
export type InventoryLevel = z.infer<typeof InventoryLevel>;
