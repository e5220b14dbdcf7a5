import * as z from "zod";
import { refuse } from "../kit/refuse.js";
import type { FulfilmentOrder } from "../records/fulfilment-order.js";
import type { Order } from "../records/order.js";
import { askShopify, type Caller } from "./graphql.js";
import { ORDER } from "./operations.js";
import { withAllLines } from "./order-lines.js";
import { FulfillmentOrderNode, toFulfilmentOrder } from "./to-fulfilment-order.js";
import { OrderNode, toOrder } from "./to-order.js";

const Answer = z.object({ order: z.unknown() });
const WithFulfilment = z.object({ fulfillmentOrders: z.object({ nodes: z.array(FulfillmentOrderNode) }) });

/**
 * The order with its fulfilment orders as they are now; refuses with not_found when the shop has none of that id.
 *
 * @param withCustomer needs the scope read_customers
 * @param waits as in askShopify
 */
export async function readOrder(
  nango: Caller,
  id: string,
  { withCustomer = false, waits }: { withCustomer?: boolean; waits: boolean },
): Promise<{ order: Order; fulfilmentOrders: FulfilmentOrder[] }> {
  const { order } = await askShopify(nango, { query: ORDER, variables: { id, withCustomer }, schema: Answer, waits });
  if (!order) return refuse(nango, "not_found", `The shop has no order ${id}.`);
  return {
    order: toOrder(OrderNode.parse(await withAllLines(nango, order, waits))),
    fulfilmentOrders: WithFulfilment.parse(order).fulfillmentOrders.nodes.map(toFulfilmentOrder),
  };
}
