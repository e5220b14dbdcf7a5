import * as z from "zod";
import { toUtc } from "../kit/time.js";
import { toCode } from "../kit/words.js";
import type { FulfilmentOrder } from "../records/fulfilment-order.js";

export const FulfillmentOrderNode = z.object({
  id: z.string(),
  orderId: z.string(),
  status: z.string(),
  requestStatus: z.string().nullish(),
  createdAt: z.string(),
  updatedAt: z.string(),
  assignedLocation: z.object({ name: z.string().nullish(), location: z.object({ id: z.string() }).nullish() }).nullish(),
  supportedActions: z.array(z.object({ action: z.string() })).nullish(),
  fulfillmentHolds: z
    .array(
      z.object({
        id: z.string(),
        reason: z.string().nullish(),
        reasonNotes: z.string().nullish(),
        handle: z.string().nullish(),
        heldByRequestingApp: z.boolean().nullish(),
        heldByApp: z.object({ id: z.string(), title: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
});
export type FulfillmentOrderNode = z.infer<typeof FulfillmentOrderNode>;

/** Maps one fulfilment order with its holds. Actions and holds are sorted, as Shopify promises no order. */
export function toFulfilmentOrder(node: FulfillmentOrderNode): FulfilmentOrder {
  return {
    id: node.id,
    orderId: node.orderId,
    state: toCode(node.status),
    requestState: node.requestStatus ? toCode(node.requestStatus) : null,
    createdAt: toUtc(node.createdAt),
    updatedAt: toUtc(node.updatedAt),
    locationId: node.assignedLocation?.location?.id ?? null,
    locationName: node.assignedLocation?.name ?? null,
    possibleActions: (node.supportedActions ?? []).map(({ action }) => toCode(action)).sort(),
    holds: (node.fulfillmentHolds ?? [])
      .map((hold) => ({
        id: hold.id,
        reason: toCode(hold.reason ?? "other"),
        notes: hold.reasonNotes ?? null,
        handle: hold.handle || null,
        heldByApp: hold.heldByApp?.title ?? null,
        isOurs: hold.heldByRequestingApp ?? false,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
