import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { refuse, requireUnchanged } from "../../kit/refuse.js";
import { FulfilmentOrder } from "../../records/fulfilment-order.js";
import { changeShopify } from "../graphql.js";
import { HOLD } from "../operations.js";
import { readFulfilmentOrder } from "../read-fulfilment-order.js";
import { FulfillmentOrderNode, toFulfilmentOrder } from "../to-fulfilment-order.js";
import { refuseUserErrors, UserErrors } from "../user-errors.js";

const REASONS = [
  "AWAITING_PAYMENT",
  "AWAITING_RETURN_ITEMS",
  "HIGH_RISK_OF_FRAUD",
  "INCORRECT_ADDRESS",
  "INVENTORY_OUT_OF_STOCK",
  "UNKNOWN_DELIVERY_DATE",
  "OTHER",
] as const;

const Held = z.object({
  fulfillmentOrderHold: z.object({
    fulfillmentHold: z.object({ id: z.string() }).nullish(),
    fulfillmentOrder: FulfillmentOrderNode.nullish(),
    userErrors: UserErrors,
  }),
});

/** The handle is unique per app and fulfilment order at Shopify: asking twice with the same one holds once. */
export default createAction({
  description: "Put a fulfilment order on hold",
  version: "1.0.0",
  scopes: ["write_merchant_managed_fulfillment_orders", "write_third_party_fulfillment_orders"],
  input: z.object({
    fulfilmentOrderId: z.string(),
    reason: z.enum(REASONS),
    notes: z.string().max(500),
    handle: z.string().min(1).max(64).describe("key of this effect: the same one again is the same hold"),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to hold regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ holdId: z.string(), alreadyDone: z.boolean(), fulfilmentOrder: FulfilmentOrder }),

  exec: async (nango, input) => {
    const before = await readFulfilmentOrder(nango, input.fulfilmentOrderId);
    const present = before.holds.find((hold) => hold.isOurs && hold.handle === input.handle);
    if (present) return { holdId: present.id, alreadyDone: true, fulfilmentOrder: before };
    requireUnchanged(nango, input.expectedUpdatedAt, before.updatedAt);
    if (!before.possibleActions.includes("hold")) {
      refuse(nango, "not_allowed", `Shopify does not let this fulfilment order be held: it is ${before.state}.`, { state: before.state });
    }
    const hold = { reason: input.reason, reasonNotes: input.notes, handle: input.handle, notifyMerchant: false };
    const { fulfillmentOrderHold: answer } = await changeShopify(nango, input, {
      query: HOLD,
      variables: { id: input.fulfilmentOrderId, hold },
      schema: Held,
    });

    if (answer.userErrors[0]?.code === "DUPLICATE_FULFILLMENT_HOLD_HANDLE") {
      const after = await readFulfilmentOrder(nango, input.fulfilmentOrderId);
      const placed = after.holds.find((other) => other.handle === input.handle);
      if (placed) return { holdId: placed.id, alreadyDone: true, fulfilmentOrder: after };
    }
    refuseUserErrors(nango, answer.userErrors);
    const { fulfillmentHold, fulfillmentOrder } = answer;
    if (!fulfillmentHold || !fulfillmentOrder) throw new Error("Shopify reported neither a hold nor an error");
    return { holdId: fulfillmentHold.id, alreadyDone: false, fulfilmentOrder: toFulfilmentOrder(fulfillmentOrder) };
  },
});
