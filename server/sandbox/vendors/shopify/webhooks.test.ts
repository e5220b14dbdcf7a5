import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { openTestShop } from "#tests/sandbox/ask-shopify.ts";
import { fulfillmentOrderId, orderId } from "./ids.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";

/** As the vendor documents it: base64 of HMAC-SHA256 over the raw body with the app's client secret. */
const signed = (body = ""): string => createHmac("sha256", "slipstream-sandbox-secret").update(body).digest("base64");
const SUBSCRIBE = `mutation($topic: WebhookSubscriptionTopic!, $uri: String!) { webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri }) { webhookSubscription { id topic uri } userErrors { field message } } }`;

async function subscribed(...topics: string[]): Promise<TestShop> {
  const shop = openTestShop();
  for (const topic of topics) await shop.ask(SUBSCRIBE, { topic, uri: "http://127.0.0.1:9/hook" });
  return shop;
}

async function tag(shop: TestShop, name: string, orders: number): Promise<void> {
  for (const { number } of shop.sandbox.shop.state.orders.slice(0, orders)) {
    await shop.ask(`mutation($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { message } } }`, {
      id: orderId(number),
      tags: [name],
    });
  }
  await shop.door.webhooks.flush();
}

test("a change is told to those who subscribed to its topic, signed over the raw body", async () => {
  const shop = await subscribed("ORDERS_UPDATED", "FULFILLMENT_HOLDS_ADDED");
  await tag(shop, "a", 1);
  expect(shop.delivered).toHaveLength(1);
  const [delivery] = shop.delivered;
  expect(delivery?.headers).toMatchObject({
    "x-shopify-topic": "orders/updated",
    "x-shopify-shop-domain": "harbour-and-pine.myshopify.com",
    "x-shopify-api-version": "2026-10",
  });
  expect(delivery?.headers["x-shopify-hmac-sha256"]).toBe(signed(delivery?.body));
  expect(JSON.parse(delivery?.body ?? "")).toMatchObject({ admin_graphql_api_id: orderId(1001), tags: expect.stringContaining("a") });
});

test("nobody is told of the back-fill", async () => {
  const shop = await subscribed("ORDERS_CREATE");
  await shop.door.webhooks.flush();
  expect(shop.delivered).toEqual([]);
});

test("time that passes brings a webhook for each order placed in it", async () => {
  const shop = await subscribed("ORDERS_CREATE");
  const before = shop.sandbox.shop.state.orders.length;
  shop.sandbox.advance(shop.sandbox.shop.state.nowMs + 86_400_000);
  await shop.door.webhooks.flush();
  expect(shop.delivered).toHaveLength(shop.sandbox.shop.state.orders.length - before);
});

test("a hold brings both topics of holds, with the hold in it", async () => {
  const shop = await subscribed("FULFILLMENT_HOLDS_ADDED", "FULFILLMENT_ORDERS_PLACED_ON_HOLD");
  const order = shop.sandbox.shop.state.orders.find(({ fulfilment }) => fulfilment === "OPEN");
  const id = fulfillmentOrderId(order?.number ?? 0);
  await shop.ask(
    `mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, handle: "h" }) { userErrors { message } } }`,
    { id },
  );
  await shop.door.webhooks.flush();
  expect(shop.delivered.map(({ headers }) => headers["x-shopify-topic"])).toEqual([
    "fulfillment_holds/added",
    "fulfillment_orders/placed_on_hold",
  ]);
  expect(JSON.parse(shop.delivered[1]?.body ?? "")).toMatchObject({
    fulfillment_order: { id, status: "on_hold" },
    created_fulfillment_hold: { reason: "other", handle: "h" },
  });
});

test("duplicated ones share event and webhook id, lost ones never come, delayed ones come with the next", async () => {
  const shop = await subscribed("ORDERS_UPDATED");
  const { faults } = shop.sandbox;
  faults.set({ kind: "webhook duplicated", times: 1, copies: 3 });
  await tag(shop, "a", 2);
  expect(shop.delivered).toHaveLength(4);
  expect(new Set(shop.delivered.slice(0, 3).map(({ headers }) => headers["x-shopify-webhook-id"])).size).toBe(1);
  faults.set({ kind: "webhook lost", times: 1 });
  await tag(shop, "b", 2);
  expect(shop.delivered).toHaveLength(5);
  faults.set({ kind: "webhook delayed", times: 1 });
  await tag(shop, "c", 2);
  expect(shop.delivered).toHaveLength(6);
  await shop.door.webhooks.flush();
  expect(shop.delivered).toHaveLength(7);
  expect(faults.report().injected).toEqual({ "webhook duplicated": 1, "webhook lost": 1, "webhook delayed": 1 });
});

test("shuffled ones come in another order, a forged one has a signature that does not fit", async () => {
  const shop = await subscribed("ORDERS_UPDATED");
  shop.sandbox.faults.set({ kind: "webhooks shuffled", times: 1 });
  await tag(shop, "a", 3);
  expect(shop.delivered.map(({ body }) => JSON.parse(body).order_number)).toEqual([1003, 1002, 1001]);
  shop.sandbox.faults.set({ kind: "webhook forged", times: 1 });
  await tag(shop, "b", 1);
  const forged = shop.delivered.at(-1);
  expect(forged?.headers["x-shopify-hmac-sha256"]).not.toBe(signed(forged?.body));
});

test("a delivery that is not answered is tried again, with the same ids", async () => {
  const shop = openTestShop({ isAnswered: () => false });
  await shop.ask(SUBSCRIBE, { topic: "ORDERS_UPDATED", uri: "http://127.0.0.1:9/hook" });
  await tag(shop, "a", 1);
  expect(shop.delivered).toHaveLength(2);
  expect(shop.delivered[0]?.headers).toEqual(shop.delivered[1]?.headers);
});

test("the same address is taken once for a topic, an address that is none is refused, and a subscription can be ended", async () => {
  const shop = await subscribed("ORDERS_UPDATED");
  expect(
    (await shop.ask(SUBSCRIBE, { topic: "ORDERS_UPDATED", uri: "http://127.0.0.1:9/hook" })).data?.["webhookSubscriptionCreate"],
  ).toMatchObject({ webhookSubscription: null, userErrors: [{ message: "Address for this topic has already been taken" }] });
  expect((await shop.ask(SUBSCRIBE, { topic: "ORDERS_CREATE", uri: "file:///etc" })).data?.["webhookSubscriptionCreate"]).toMatchObject({
    userErrors: [{ message: "Address is invalid" }],
  });
  const id = `gid://shopify/WebhookSubscription/${shop.door.subscriptions.list()[0]?.id}`;
  await shop.ask(`mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }`, {
    id,
  });
  await tag(shop, "a", 1);
  expect(shop.delivered).toEqual([]);
});
