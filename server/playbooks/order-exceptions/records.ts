import * as z from "zod";

const Money = z.object({ amountMinor: z.int(), currency: z.string() });

const part = z.string().nullable().default(null);
/** Where goods go, as our copy writes it. */
export const Place = z.object({ line1: part, line2: part, city: part, region: part, postcode: part, country: part });
export type Place = z.infer<typeof Place>;

/** What this playbook reads of an order in our copy. */
export const OrderSeen = z.object({
  id: z.string(),
  number: z.string(),
  placedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  channel: z.string().nullable(),
  totalAtPlacing: Money.nullable(),
  customerId: z.string().nullable(),
  shipTo: Place.extend({ validation: z.string() }).nullable(),
  note: z.string().nullable().default(null),
  suggestedAddresses: z.array(z.string()).default([]), // Copies from before it was read have none.
  risk: z.object({ level: z.string() }).nullable(),
  tags: z.array(z.string()),
  lines: z.array(z.object({ sku: z.string().nullable(), quantity: z.int() })),
});
export type OrderSeen = z.infer<typeof OrderSeen>;

/** What this playbook reads of a fulfilment order. */
export const FulfilmentOrderSeen = z.object({
  id: z.string(),
  orderId: z.string(),
  state: z.string(),
  updatedAt: z.string(),
  holds: z.array(z.object({ id: z.string(), reason: z.string(), notes: z.string().nullable(), handle: z.string().nullable() })),
});
export type FulfilmentOrderSeen = z.infer<typeof FulfilmentOrderSeen>;

/** What the connector's action read-order answers. */
export const OrderNow = z.object({ order: OrderSeen, fulfilmentOrders: z.array(FulfilmentOrderSeen) });
