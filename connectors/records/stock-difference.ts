import * as z from "zod";

/** What an app that compares stock has found between what a channel shows and what the ledger gives it, and how far it has come. */
export const StockDifference = z.object({
  id: z.string().describe("the document under which it is kept: gid://stockline/Difference/30001"),
  levelId: z.string().describe("id of the InventoryLevel that it is about"),
  itemId: z.string(),
  locationId: z.string(),
  sku: z.string().nullable(),
  channel: z.string().nullable().describe("as the app names it"),
  state: z.string().describe("found, recount_asked, recounted, settled or stopped: what happened last"),
  unitsApart: z.int(),
  direction: z.enum(["above", "below"]).describe("above: the channel showed more than the ledger"),
  ledgerQuantity: z.int(),
  channelQuantity: z.int(),
  countedQuantity: z.int().nullable().describe("what a second count found; null while nobody has counted again"),
  soldPerDay: z.number().nullable(),
  foundAt: z.string().describe("ISO 8601, UTC"),
  askedAt: z.string().nullable().describe("when a second count was last asked for"),
  recountedAt: z.string().nullable(),
  settledAt: z.string().nullable().describe("when it was last adjusted; in part counts too"),
  stoppedAt: z.string().nullable().describe("when the sale was last stopped for it"),
  updatedAt: z.string().describe("ISO 8601, UTC: of the last that happened"),
});
export type StockDifference = z.infer<typeof StockDifference>;
