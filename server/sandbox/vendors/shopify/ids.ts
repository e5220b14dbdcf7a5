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
export const lineItemId = (orderNumber: number, lineIndex: number): string => gid("LineItem", legacyOrderId(orderNumber) * 10 + lineIndex);
export const returnId = (id: number): string => gid("Return", id);
export const refundId = (id: number): string => gid("Refund", id);
/** Each return of this shop has one reverse fulfilment order with one line, under the return's own number. */
export const reverseLineId = (id: number): string => gid("ReverseFulfillmentOrderLineItem", id);
export const locationId = (): string => gid("Location", LOCATION.id);

/** Type and number of an id; null when it is no such id. */
export function parseGid(id: string): { type: string; number: number } | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)$/.exec(id);
  return match?.[1] && match[2] ? { type: match[1], number: Number(match[2]) } : null;
}

/** Which line of which order a LineItem id means; null for any other id. */
export function lineOf(id: string): { orderNumber: number; lineIndex: number } | null {
  const parsed = parseGid(id);
  if (parsed?.type !== "LineItem") return null;
  return { orderNumber: Math.floor(parsed.number / 10) - ORDER_OFFSET, lineIndex: parsed.number % 10 };
}

/** The number in an id of this type; null for any other id. */
export function numberIn(
  id: string,
  type: "Return" | "Refund" | "ReverseFulfillmentOrder" | "ReverseFulfillmentOrderLineItem",
): number | null {
  const parsed = parseGid(id);
  return parsed?.type === type ? parsed.number : null;
}

/** The order's number in an Order or FulfillmentOrder id; null for any other id. */
export function orderNumberOf(id: string, type: "Order" | "FulfillmentOrder"): number | null {
  const parsed = parseGid(id);
  if (parsed?.type !== type) return null;
  return parsed.number - (type === "Order" ? ORDER_OFFSET : FULFILLMENT_ORDER_OFFSET);
}
