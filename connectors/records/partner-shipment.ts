import * as z from "zod";

/** Why a shipment stands still, as the partner says it. */
export const Standstill = z.object({
  code: z.string().describe("the partner's own number of the reason"),
  name: z.string().describe("lower case with underscores: invalid_address"),
  messages: z.array(z.string()).describe("what a check found, in the partner's words"),
});

/** What a logistics partner sends for an order, in its present state. States are kept as the partner names them, lower case with underscores. */
export const PartnerShipment = z.object({
  id: z.string().describe("the partner's own id: stable, unique within the connection"),
  orderId: z.string().describe("the partner's id of the order"),
  orderReference: z.string().nullable().describe("the selling system's own id of the order"),
  orderNumber: z.string().nullable().describe("the one that people say aloud"),
  channelId: z.string().nullable(),
  createdAt: z.string().describe("ISO 8601, UTC"),
  updatedAt: z.string().describe("ISO 8601, UTC: what a decision about it was made on"),
  state: z.string().describe("processing, on_hold, exception, import_review, completed, cancelled, or what the partner adds"),
  standstills: z.array(Standstill).describe("why it is on hold or an exception; empty where the partner gives no reason"),
  locationId: z.string().nullable(),
  locationName: z.string().nullable(),
  service: z.string().nullable().describe("the shipping option as the partner names it"),
  carrier: z.string().nullable(),
  carrierService: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  promisedAt: z.string().nullable().describe("ISO 8601, UTC: by when it is to be packed"),
  packedAt: z.string().nullable().describe("ISO 8601, UTC: picked, packed and labelled"),
  lines: z.array(z.object({ itemId: z.string(), sku: z.string().nullable(), quantity: z.number(), committed: z.number().nullable() })),
});
export type PartnerShipment = z.infer<typeof PartnerShipment>;
