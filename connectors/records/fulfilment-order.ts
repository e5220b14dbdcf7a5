import * as z from "zod";

/** A stop put on a fulfilment order. Vendors keep neither its time nor its author: both come from the events around it. */
export const Hold = z.object({
  id: z.string(),
  reason: z.string().describe("the vendor's code, lower case: incorrect_address"),
  notes: z.string().nullable(),
  handle: z.string().nullable().describe("the key given by the program that placed it; null for a hold placed by hand"),
  heldByApp: z.string().nullable().describe("title of the app; null says nothing about who else it was"),
  isOurs: z.boolean().describe("placed through this very connection"),
});
export type Hold = z.infer<typeof Hold>;

/** The part of an order that one location ships. */
export const FulfilmentOrder = z.object({
  id: z.string(),
  orderId: z.string(),
  state: z.string().describe("open, on_hold, in_progress, scheduled, incomplete, closed, cancelled, or what the vendor adds"),
  requestState: z.string().nullable(),
  createdAt: z.string().describe("ISO 8601, UTC"),
  updatedAt: z.string().describe("ISO 8601, UTC"),
  locationId: z.string().nullable(),
  locationName: z.string().nullable(),
  possibleActions: z.array(z.string()).describe("what the vendor would accept now, lower case: hold, release_hold, move"),
  holds: z.array(Hold),
});
export type FulfilmentOrder = z.infer<typeof FulfilmentOrder>;
