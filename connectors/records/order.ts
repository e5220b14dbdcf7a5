import * as z from "zod";

/** An amount in the minor unit of its currency (cents, yen, fils): an integer, never a fraction. */
export const Money = z.object({
  amountMinor: z.int(),
  currency: z.string().describe("ISO 4217, upper case"),
});
export type Money = z.infer<typeof Money>;

/** Where the goods go. No name, phone or e-mail: no decision needs them. */
export const ShipTo = z.object({
  line1: z.string().nullable(),
  line2: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable().describe("code of the province or state"),
  postcode: z.string().nullable(),
  country: z.string().nullable().describe("ISO 3166-1 alpha-2"),
  validation: z.enum(["ok", "warning", "error", "unknown"]).describe("what the selling system's own check says of the address"),
});
export type ShipTo = z.infer<typeof ShipTo>;

export const OrderLine = z.object({
  id: z.string(),
  sku: z.string().nullable(),
  variantId: z.string().nullable(),
  quantity: z.int().describe("as ordered"),
  currentQuantity: z.int().describe("after edits and refunds"),
  unfulfilledQuantity: z.int(),
  unitPrice: Money.nullable(),
});
export type OrderLine = z.infer<typeof OrderLine>;

/** A sales order in its present state. The states that a vendor names are kept as the vendor writes them, in lower case: new ones appear. */
export const Order = z.object({
  id: z.string().describe("the vendor's own id: stable, unique within the connection"),
  number: z.string().describe("the one that people say aloud: #1001"),
  placedAt: z.string().describe("ISO 8601, UTC"),
  updatedAt: z.string().describe("ISO 8601, UTC"),
  cancelledAt: z.string().nullable(),
  cancelReason: z.string().nullable(),
  closedAt: z.string().nullable(),
  isTest: z.boolean(),
  channel: z.string().nullable().describe("where it was sold: web, pos, a marketplace"),
  paymentState: z.string().nullable(),
  fulfilmentState: z.string().nullable(),
  total: Money.nullable().describe("now, after edits and refunds"),
  totalAtPlacing: Money.nullable(),
  customerId: z.string().nullable(),
  customerOrderCount: z.int().nullable(),
  shipTo: ShipTo.nullable().describe("null when there is none, or when we may not see it"),
  suggestedAddresses: z.array(z.string()).describe("what an address check proposes instead, each in one line; empty when nothing"),
  risk: z
    .object({
      recommendation: z.string().nullable().describe("accept, investigate, cancel, none"),
      level: z.enum(["none", "low", "medium", "high", "pending", "unknown"]).describe("the highest of all assessments"),
    })
    .nullable()
    .describe("null when the vendor gives none"),
  tags: z.array(z.string()),
  note: z.string().nullable(),
  lines: z.array(OrderLine),
});
export type Order = z.infer<typeof Order>;
