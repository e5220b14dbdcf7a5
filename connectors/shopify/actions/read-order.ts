import { createAction } from "nango";
import * as z from "zod";
import { FulfilmentOrder } from "../../records/fulfilment-order.js";
import { Order } from "../../records/order.js";
import { readOrder } from "../read-order.js";
import { grantedScopes } from "../scopes.js";

/** For the look before an effect, and for finding out after a crash whether it was done. */
export default createAction({
  description: "Read one order and its fulfilment orders as they are now",
  version: "1.0.0",
  scopes: ["read_orders", "read_customers", "read_merchant_managed_fulfillment_orders"],
  input: z.object({ orderId: z.string() }),
  output: z.object({ order: Order, fulfilmentOrders: z.array(FulfilmentOrder) }),
  exec: async (nango, input) =>
    readOrder(nango, input.orderId, { withCustomer: (await grantedScopes(nango, false)).has("read_customers"), waits: false }),
});
