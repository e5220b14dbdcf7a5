import { LOCATION } from "../../shop/catalogue.ts";

/** The vendor's ids: gid://shopify/Type/number. Orders and fulfilment orders have the order's number behind an offset. */
const ORDER_OFFSET = 5_600_000_000_000;
const FULFILLMENT_ORDER_OFFSET = 6_700_000_000_000;

export function gid(type: string, number: number | string): string {
  return `gid://shopify/${type}/${number}`;
}

export const orderId = (orderNumber: number): string => gid("Order", ORDER_OFFSET + orderNumber);
export const legacyOrderId = (orderNumber: number): number => ORDER_OFFSET + orderNumber;
export const fulfillmentOrderId = (orderNumber: number): string => gid("FulfillmentOrder", FULFILLMENT_ORDER_OFFSET + orderNumber);
export const locationId = (): string => gid("Location", LOCATION.id);

/** Type and number of an id; null when it is no such id. */
export function parseGid(id: string): { type: string; number: number } | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)$/.exec(id);
  return match?.[1] && match[2] ? { type: match[1], number: Number(match[2]) } : null;
}

/** The order's number in an Order or FulfillmentOrder id; null for any other id. */
export function orderNumberOf(id: string, type: "Order" | "FulfillmentOrder"): number | null {
  const parsed = parseGid(id);
  if (parsed?.type !== type) return null;
  return parsed.number - (type === "Order" ? ORDER_OFFSET : FULFILLMENT_ORDER_OFFSET);
}
