import * as z from "zod";

/** How much of one item one location has. Balances carry no actor: who changed them is told by documents, where there is one. */
export const InventoryLevel = z.object({
  id: z.string().describe("item and location: 301:2"),
  itemId: z.string(),
  sku: z.string().nullable(),
  locationId: z.string(),
  locationName: z.string().nullable(),
  onHand: z.number(),
  available: z.number().nullable(),
  committed: z.number().nullable(),
  incoming: z.number().nullable(),
  backordered: z.number().nullable(),
  safetyStock: z.number().nullable().describe("kept from sale; null where the system knows no such state, as the next three"),
  qualityControl: z.number().nullable().describe("being inspected or counted"),
  damaged: z.number().nullable(),
  reserved: z.number().nullable(),
  unitCost: z
    .object({ amountMinor: z.int(), currency: z.string() })
    .nullable()
    .describe("what the merchant pays for one; null where nobody has entered it"),
  updatedAt: z.string().nullable().describe("ISO 8601, UTC; null where the system does not say when a balance changed"),
});
export type InventoryLevel = z.infer<typeof InventoryLevel>;
