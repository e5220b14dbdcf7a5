import * as z from "zod";
import { askShopify, type Caller } from "./graphql.js";
import { FULFILLMENT_ORDER, ORDER_FULFILLMENT } from "./operations.js";

const Gid = (type: string) => z.string().regex(new RegExp(`^gid://shopify/${type}/\\d+$`));
const Payload = z.object({
  admin_graphql_api_id: Gid("Order").optional().catch(undefined),
  fulfillment_order: z
    .object({ id: Gid("FulfillmentOrder") })
    .optional()
    .catch(undefined),
  order: z
    .object({ admin_graphql_api_id: Gid("Order") })
    .optional()
    .catch(undefined),
  order_id: z.int().positive().optional().catch(undefined),
});
const Owner = z.object({ fulfillmentOrder: z.object({ orderId: Gid("Order") }).nullable() });

const One = z.object({ fulfillmentOrder: z.unknown() });
const OfOrder = z.object({ order: z.object({ fulfillmentOrders: z.object({ nodes: z.array(z.unknown()) }) }).nullable() });

/** Nothing of a payload is read but whom it names: it may be old. */
const fulfilmentOrderOf = (payload: unknown): string | null => Payload.safeParse(payload).data?.fulfillment_order?.id ?? null;

/** The fulfilment order that a webhook names, or all of the order that it names, as they are now; [] when the shop has none. */
export async function fulfilmentOrdersOf(nango: Caller, payload: unknown): Promise<unknown[]> {
  const id = fulfilmentOrderOf(payload);
  if (id !== null) {
    const { fulfillmentOrder } = await askShopify(nango, { query: FULFILLMENT_ORDER, variables: { id }, schema: One });
    return fulfillmentOrder ? [fulfillmentOrder] : [];
  }
  const orderId = await orderOf(nango, payload);
  if (orderId === null) return [];
  const { order } = await askShopify(nango, { query: ORDER_FULFILLMENT, variables: { id: orderId }, schema: OfOrder });
  return order?.fulfillmentOrders.nodes ?? [];
}

/** The order that a webhook is about, asked for where the payload names only its fulfilment order; null when there is none. */
export async function orderOf(nango: Caller, payload: unknown): Promise<string | null> {
  const named = Payload.safeParse(payload).data;
  const id = named?.admin_graphql_api_id ?? named?.order?.admin_graphql_api_id;
  if (id) return id;
  if (named?.order_id !== undefined) return `gid://shopify/Order/${named.order_id}`;
  const part = fulfilmentOrderOf(payload);
  if (part === null) return null;
  const { fulfillmentOrder } = await askShopify(nango, { query: FULFILLMENT_ORDER, variables: { id: part }, schema: Owner });
  return fulfillmentOrder?.orderId ?? null;
}

const LevelPayload = z.object({ inventory_item_id: z.int().positive(), location_id: z.int().positive(), updated_at: z.string() });

/** The level that a webhook names, and when it was changed; null when it names none. */
export function levelOf(payload: unknown): { itemId: string; locationId: string; changedAt: string } | null {
  const named = LevelPayload.safeParse(payload).data;
  if (!named || Number.isNaN(Date.parse(named.updated_at))) return null;
  return {
    itemId: `gid://shopify/InventoryItem/${named.inventory_item_id}`,
    locationId: `gid://shopify/Location/${named.location_id}`,
    changedAt: new Date(named.updated_at).toISOString(),
  };
}
