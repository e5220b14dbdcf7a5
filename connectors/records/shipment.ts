import * as z from "zod";

/** A label bought for a shipment. Who made it is the account that the shipping system names; nobody is guessed. */
export const ShippingLabel = z.object({
  id: z.string(),
  carrier: z.string().nullable(),
  service: z.string().nullable(),
  packageType: z.string().nullable(),
  costMinor: z.int().nullable().describe("hundredths of the account's currency, which the vendor does not name"),
  createdAt: z.string().describe("ISO 8601, UTC"),
  voidedAt: z.string().nullable(),
  isReturn: z.boolean(),
  batch: z.string().nullable().describe("number of the batch that one person ran for many labels"),
  userId: z.string().nullable().describe("the account that made it; null where a program did"),
});
export type ShippingLabel = z.infer<typeof ShippingLabel>;

/** What stood on a shipment when it was first seen: the choice of presets and rules, before a person touched it. */
export const FirstSight = z.object({
  carrier: z.string().nullable(),
  service: z.string().nullable(),
  secondsAfterImport: z.int().describe("from the import to the last change before that sight: small when nobody can have changed it"),
});
export type FirstSight = z.infer<typeof FirstSight>;

/**
 * What is to be shipped for an order, with its labels. Some vendors call it an order (ShipStation V1), others a shipment (V2).
 * Codes of states, carriers and services are kept as the vendor writes them.
 */
export const Shipment = z.object({
  id: z.string(),
  orderNumber: z.string().nullable().describe("the one that people say aloud: #1001"),
  orderKey: z.string().nullable().describe("the selling system's own id of the order"),
  createdAt: z.string().nullable().describe("ISO 8601, UTC: when it was imported; null where only its labels could be seen"),
  updatedAt: z.string().nullable().describe("ISO 8601, UTC: what a decision about it was made on"),
  state: z.string().describe("awaiting_shipment, on_hold, shipped, cancelled, or what the vendor adds"),
  heldUntil: z.string().nullable().describe("YYYY-MM-DD"),
  shipBy: z.string().nullable().describe("YYYY-MM-DD: the day by which it was promised to leave"),
  requestedService: z.string().nullable().describe("what the buyer paid for, in the shop's words"),
  carrier: z.string().nullable(),
  service: z.string().nullable(),
  weightGrams: z.number().nullable(),
  longestSideCm: z.number().nullable(),
  valueMinor: z.int().nullable().describe("hundredths of the account's currency"),
  region: z.string().nullable(),
  country: z.string().nullable().describe("ISO 3166-1 alpha-2"),
  warehouseId: z.string().nullable(),
  assigneeId: z.string().nullable().describe("to whom it is assigned; not who acted"),
  tagIds: z.array(z.string()),
  atFirstSight: FirstSight.nullable().describe("null where it was first seen too late to tell"),
  setInBulk: z.string().nullable().describe("a service that it got together with many others, before its label"),
  labels: z.array(ShippingLabel).describe("oldest first, returns among them"),
});
export type Shipment = z.infer<typeof Shipment>;
