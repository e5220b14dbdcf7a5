import { createHash, createHmac } from "node:crypto";
import { CHANNELS, FIRST_ITEM_ID, type Level } from "../../departments/inventory/stock.ts";
import { findOrder } from "../../shop/state.ts";
import { SHOP } from "../../shop/settings.ts";
import { unreachable } from "../../unreachable.ts";
import { createDispatcher } from "../kit/dispatcher.ts";
import { fulfillmentOrderId, gid, legacyOrderId, orderId, returnId } from "./ids.ts";
import { levelId } from "./stock-resolvers.ts";
import type { Hold, Order } from "../../shop/order.ts";
import type { Notice, NoticeTopic } from "../../shop/timeline.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { Delivery, Dispatcher, Send } from "../kit/dispatcher.ts";

export interface Subscription {
  id: number;
  /** In the form of the schema's enum: ORDERS_UPDATED. */
  topic: string;
  uri: string;
  name: string | null;
  atMs: number;
}

/** Where webhooks go; kept in the journal. */
export interface Subscriptions {
  list(): readonly Subscription[];
  add(input: { topic: string; uri: string; name: string | null }): Subscription;
  remove(id: number): boolean;
}

const VENDOR = "shopify";

export function createSubscriptions(sandbox: Sandbox): Subscriptions {
  const known = new Map<number, Subscription>();
  let nextId = 1_500_001;
  for (const entry of sandbox.journal.entries) {
    if (entry.kind === "subscribe" && entry.vendor === VENDOR) {
      known.set(entry.id, { id: entry.id, topic: entry.topic, uri: entry.uri, name: entry.name, atMs: entry.atMs });
      nextId = Math.max(nextId, entry.id + 1);
    }
    if (entry.kind === "unsubscribe" && entry.vendor === VENDOR) known.delete(entry.id);
  }
  return {
    list: () => [...known.values()],
    add(input) {
      const subscription = { id: nextId++, ...input, atMs: sandbox.shop.state.nowMs };
      sandbox.journal.append({ kind: "subscribe", vendor: VENDOR, ...subscription });
      known.set(subscription.id, subscription);
      return subscription;
    },
    remove(id) {
      if (!known.delete(id)) return false;
      sandbox.journal.append({ kind: "unsubscribe", vendor: VENDOR, id });
      return true;
    },
  };
}

/** Collects what happens and sends it when flushed, so that time can pass faster than the network. */
export function createShopifyWebhooks(
  sandbox: Sandbox,
  input: { subscriptions: Subscriptions; clientSecret: string; send: Send },
): Dispatcher {
  const dispatcher = createDispatcher(sandbox.faults, {
    send: input.send,
    forge: (delivery) => ({
      ...delivery,
      headers: { ...delivery.headers, "x-shopify-hmac-sha256": signature(delivery.body, "not the secret") },
    }),
  });
  let turn = 0;
  sandbox.onNotice((notice) => {
    for (const subscription of input.subscriptions.list()) {
      if (topicOf(subscription.topic) !== notice.topic) continue;
      const order = findOrder(sandbox.shop.state, notice.orderNumber);
      if (order) dispatcher.add(deliveryOf({ notice, order, subscription, turn: turn++, clientSecret: input.clientSecret }));
    }
  });
  sandbox.departments.inventory.onNotice((level) => {
    for (const subscription of input.subscriptions.list())
      if (subscription.topic === STOCK_TOPIC)
        dispatcher.add(stockDelivery({ level, nowMs: sandbox.departments.inventory.state.nowMs, subscription, turn: turn++, clientSecret: input.clientSecret })); // prettier-ignore
  });
  return dispatcher;
}

/** ORDERS_UPDATED -> orders/updated. */
function topicOf(topic: string): NoticeTopic | null {
  return TOPICS[topic] ?? null;
}

const TOPICS: Readonly<Record<string, NoticeTopic>> = {
  ORDERS_CREATE: "orders/create",
  ORDERS_UPDATED: "orders/updated",
  ORDERS_CANCELLED: "orders/cancelled",
  FULFILLMENT_ORDERS_PLACED_ON_HOLD: "fulfillment_orders/placed_on_hold",
  FULFILLMENT_ORDERS_HOLD_RELEASED: "fulfillment_orders/hold_released",
  FULFILLMENT_HOLDS_ADDED: "fulfillment_holds/added",
  FULFILLMENT_HOLDS_RELEASED: "fulfillment_holds/released",
  RETURNS_REQUEST: "returns/request",
  RETURNS_APPROVE: "returns/approve",
  RETURNS_DECLINE: "returns/decline",
  RETURNS_CLOSE: "returns/close",
  REFUNDS_CREATE: "refunds/create",
  REVERSE_FULFILLMENT_ORDERS_DISPOSE: "reverse_fulfillment_orders/dispose",
};

const STOCK_TOPIC = "INVENTORY_LEVELS_UPDATE";

const CONFIGURED = "the app's configuration";

/** Subscribes an address to every topic, as an app's own configuration does: the one address there is, in place of an earlier one. */
export function subscribeAll(subscriptions: Subscriptions, uri: string): void {
  for (const { id } of subscriptions.list().filter((known) => known.name === CONFIGURED && known.uri !== uri)) subscriptions.remove(id);
  for (const topic of [...Object.keys(TOPICS), STOCK_TOPIC]) {
    if (!subscriptions.list().some((known) => known.topic === topic && known.uri === uri))
      subscriptions.add({ topic, uri, name: CONFIGURED });
  }
}

/** base64(HMAC-SHA256(raw body, client secret)), as the vendor signs. */
function signature(body: string, clientSecret: string): string {
  return createHmac("sha256", clientSecret).update(body, "utf8").digest("base64");
}

function deliveryOf(input: { notice: Notice; order: Order; subscription: Subscription; turn: number; clientSecret: string }): Delivery {
  const { notice, order, ...rest } = input;
  const { topic, atMs } = notice;
  const about = `${topic}/${notice.orderNumber}/${atMs}/${notice.hold?.id ?? ""}/${order.events.length}`;
  return signedDelivery({ topic, atMs, about, payload: payloadOf(notice, order), ...rest });
}

type Signing = { subscription: Subscription; turn: number; clientSecret: string };

function signedDelivery({
  topic,
  atMs,
  about,
  payload,
  subscription,
  turn,
  clientSecret,
}: { topic: string; atMs: number; about: string; payload: Record<string, unknown> } & Signing): Delivery {
  const body = JSON.stringify(payload);
  const eventId = uuidOf(about);
  return {
    uri: subscription.uri,
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "Shopify-Captain-Hook",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": SHOP.domain,
      "x-shopify-api-version": "2026-10",
      "x-shopify-event-id": eventId,
      "x-shopify-webhook-id": uuidOf(`${eventId}/${subscription.id}/${turn}`),
      "x-shopify-triggered-at": new Date(atMs).toISOString(),
      "x-shopify-hmac-sha256": signature(body, clientSecret),
    },
  };
}

/** What is on sale at one place, and nothing of who changed it. */
function stockDelivery({ level, nowMs, ...rest }: { level: Level; nowMs: number } & Signing): Delivery {
  const payload = {
    inventory_item_id: FIRST_ITEM_ID + level.itemIndex,
    location_id: CHANNELS[level.channelIndex]?.locationId ?? null,
    available: level.quantities.available,
    updated_at: new Date(level.updatedMs).toISOString(),
    admin_graphql_api_id: levelId(level),
  };
  const about = `inventory_levels/update/${levelId(level)}/${nowMs}/${JSON.stringify(level.quantities)}`;
  return signedDelivery({ topic: "inventory_levels/update", atMs: nowMs, about, payload, ...rest });
}

function uuidOf(words: string): string {
  const hex = createHash("sha256").update(words).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function holdPayload(hold: Hold): Record<string, unknown> {
  return {
    id: gid("FulfillmentHold", hold.id),
    reason: hold.reason.toLowerCase(),
    reason_notes: hold.notes,
    held_by_requesting_app: false,
    handle: hold.handle,
    held_by_app: hold.by.kind === "app" || hold.by.kind === "rule" ? { id: gid("App", hold.by.id) } : null,
  };
}

/** Order topics carry the REST order, fulfilment topics their own small shapes. */
function payloadOf(notice: Notice, order: Order): Record<string, unknown> {
  const fulfillmentOrder = { id: fulfillmentOrderId(order.number), status: order.fulfilment.toLowerCase() };
  switch (notice.topic) {
    case "fulfillment_holds/added":
    case "fulfillment_holds/released":
      return { fulfillment_order: { id: fulfillmentOrder.id }, fulfillment_hold: notice.hold ? holdPayload(notice.hold) : null };
    case "fulfillment_orders/placed_on_hold":
      return {
        fulfillment_order: { ...fulfillmentOrder, fulfillment_holds: order.holds.map(holdPayload) },
        remaining_fulfillment_order: null,
        held_fulfillment_order_line_items: [],
        created_fulfillment_hold: notice.hold ? holdPayload(notice.hold) : null,
      };
    case "fulfillment_orders/hold_released":
      return { fulfillment_order: fulfillmentOrder };
    case "returns/request":
    case "returns/approve":
    case "returns/decline":
    case "returns/close":
    case "reverse_fulfillment_orders/dispose":
      return {
        ...(notice.returnId === null ? {} : { id: notice.returnId, admin_graphql_api_id: returnId(notice.returnId) }),
        order: { id: legacyOrderId(order.number), admin_graphql_api_id: orderId(order.number) },
      };
    case "refunds/create":
      return { order_id: legacyOrderId(order.number), created_at: new Date(notice.atMs).toISOString() };
    case "orders/create":
    case "orders/updated":
    case "orders/cancelled":
      return {
        id: legacyOrderId(order.number),
        admin_graphql_api_id: orderId(order.number),
        name: `#${order.number}`,
        order_number: order.number,
        created_at: new Date(order.placedMs).toISOString(),
        updated_at: new Date(order.updatedMs).toISOString(),
        cancelled_at: order.cancelled ? new Date(order.cancelled.atMs).toISOString() : null,
        cancel_reason: order.cancelled?.reason.toLowerCase() ?? null,
        closed_at: order.closedMs === null ? null : new Date(order.closedMs).toISOString(),
        currency: SHOP.currency,
        financial_status: order.cancelled ? "refunded" : "paid",
        fulfillment_status: order.fulfilment === "CLOSED" ? "fulfilled" : null,
        tags: order.tags.join(", "),
        total_price: (order.totalMinor / 100).toFixed(2),
        test: false,
      };
  }
  return unreachable();
}
