import * as z from "zod";

/** What a logistics partner was told to do with goods of a return, and what it did. */
export const PartnerReturnLine = z.object({
  itemId: z.string(),
  sku: z.string().nullable(),
  quantity: z.number(),
  requested: z.string().nullable().describe("restock, quarantine, dispose: what is to be done with the goods"),
  requestedBy: z.string().nullable().describe("inventory_default: a rule of the item; otherwise whoever announced the return"),
  taken: z.array(z.object({ action: z.string(), reason: z.string().nullable(), quantity: z.number() })),
});

/** A return as the partner that takes the parcel in knows it. */
export const PartnerReturn = z.object({
  id: z.string().describe("the partner's own id: stable, unique within the connection"),
  reference: z.string().nullable().describe("the announcing system's own id of the return"),
  orderReference: z.string().nullable().describe("the selling system's own id of the order"),
  shipmentId: z.string().nullable().describe("the partner's id of the shipment that comes back"),
  type: z.string().nullable().describe("regular, or rts: it could not be delivered"),
  state: z.string().describe("awaiting_arrival, arrived, processing, completed, cancelled, or what the partner adds"),
  createdAt: z.string().describe("ISO 8601, UTC"),
  completedAt: z.string().nullable(),
  locationId: z.string().nullable(),
  locationName: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  lines: z.array(PartnerReturnLine),
  history: z.array(z.object({ state: z.string(), at: z.string().describe("ISO 8601, UTC") })).describe("oldest first"),
});
export type PartnerReturn = z.infer<typeof PartnerReturn>;
