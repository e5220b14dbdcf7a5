import * as z from "zod";

const Money = z.object({ amountMinor: z.int(), currency: z.string() });

export const ReturnLine = z.object({
  id: z.string(),
  orderLineId: z.string().nullable().describe("the line of the order that it sends back"),
  sku: z.string().nullable(),
  quantity: z.int(),
  reason: z.string().nullable().describe("the selling system's code for why, in lower case"),
  note: z.string().nullable(),
  value: Money.nullable().describe("what the pieces cost, after discounts"),
  refundedQuantity: z.int(),
  receivedQuantity: z.int().describe("pieces that the warehouse has recorded, in whatever way"),
  restockedQuantity: z.int(),
  writtenOffQuantity: z.int().describe("neither on the shelf nor waiting for it: damaged, or never in the parcel"),
});
export type ReturnLine = z.infer<typeof ReturnLine>;

/** A return in its present state, with what of its order a decision needs. States are kept as the vendor writes them, in lower case. */
export const Return = z.object({
  id: z.string().describe("the vendor's own id: stable, unique within the connection"),
  number: z.string().describe("the one that people say aloud: #1001-R1"),
  orderId: z.string(),
  orderNumber: z.string(),
  orderPlacedAt: z.string().describe("ISO 8601, UTC"),
  customerId: z.string().nullable(),
  requestedAt: z.string().describe("ISO 8601, UTC"),
  updatedAt: z.string().describe("ISO 8601, UTC: of its order, since a return has no such time of its own"),
  state: z.string().describe("requested, open, declined, canceled, closed"),
  approvedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  declineReason: z.string().nullable(),
  value: Money.nullable().describe("what the goods cost, after discounts; null where it is not told for every line"),
  refunded: Money.nullable().describe("what was paid back for it; null where nothing was"),
  lines: z.array(ReturnLine),
});
export type Return = z.infer<typeof Return>;
