import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { requireUnchanged } from "../../kit/refuse.js";
import { FulfilmentOrder } from "../../records/fulfilment-order.js";
import { changeShopify } from "../graphql.js";
import { RELEASE_HOLD } from "../operations.js";
import { readFulfilmentOrder } from "../read-fulfilment-order.js";
import { FulfillmentOrderNode, toFulfilmentOrder } from "../to-fulfilment-order.js";
import { refuseUserErrors, UserErrors } from "../user-errors.js";

const Released = z.object({
  fulfillmentOrderReleaseHold: z.object({ fulfillmentOrder: FulfillmentOrderNode.nullish(), userErrors: UserErrors }),
});

/** Names the holds it releases: without ids Shopify would release all of them, those of other people and apps too. */
export default createAction({
  description: "Release named holds of a fulfilment order",
  version: "1.0.0",
  scopes: ["write_merchant_managed_fulfillment_orders", "write_third_party_fulfillment_orders"],
  input: z.object({
    fulfilmentOrderId: z.string(),
    holdIds: z.array(z.string()).min(1).max(10),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to release regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ releasedHoldIds: z.array(z.string()), alreadyDone: z.boolean(), fulfilmentOrder: FulfilmentOrder }),

  exec: async (nango, input) => {
    if (input.holdIds.length === 0) throw new nango.ActionError({ type: "invalid", message: "Name the holds to release." });
    const before = await readFulfilmentOrder(nango, input.fulfilmentOrderId);
    const present = before.holds.map(({ id }) => id).filter((id) => input.holdIds.includes(id));
    if (present.length === 0) return { releasedHoldIds: [], alreadyDone: true, fulfilmentOrder: before };
    requireUnchanged(nango, input.expectedUpdatedAt, before.updatedAt);

    const variables = { id: input.fulfilmentOrderId, holdIds: present };
    const { fulfillmentOrderReleaseHold: answer } = await changeShopify(nango, input, {
      query: RELEASE_HOLD,
      variables,
      schema: Released,
    });
    refuseUserErrors(nango, answer.userErrors);
    if (!answer.fulfillmentOrder) throw new Error("Shopify reported neither a fulfilment order nor an error");
    return { releasedHoldIds: present, alreadyDone: false, fulfilmentOrder: toFulfilmentOrder(answer.fulfillmentOrder) };
  },
});
