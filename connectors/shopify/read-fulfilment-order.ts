import * as z from "zod";
import { refuse } from "../kit/refuse.js";
import type { FulfilmentOrder } from "../records/fulfilment-order.js";
import { askShopify, type Caller } from "./graphql.js";
import { FULFILLMENT_ORDER } from "./operations.js";
import { FulfillmentOrderNode, toFulfilmentOrder } from "./to-fulfilment-order.js";

const Answer = z.object({ fulfillmentOrder: FulfillmentOrderNode.nullable() });

/** The fulfilment order as it is now; refuses with not_found when the shop has none of that id. */
export async function readFulfilmentOrder(nango: Caller, id: string): Promise<FulfilmentOrder> {
  const { fulfillmentOrder } = await askShopify(nango, { query: FULFILLMENT_ORDER, variables: { id }, schema: Answer, waits: false });
  return fulfillmentOrder ? toFulfilmentOrder(fulfillmentOrder) : refuse(nango, "not_found", `The shop has no fulfilment order ${id}.`);
}
