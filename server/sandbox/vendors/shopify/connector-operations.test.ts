import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import * as operations from "../../../../connectors/shopify/operations.ts";
import { openTestShop } from "#tests/sandbox/ask-shopify.ts";
import { fulfillmentOrderId, orderId } from "./ids.ts";

const schema = buildSchema(readFileSync(new URL("./schema.graphql", import.meta.url), "utf8"));
const { API_VERSION, ...documents } = operations;

test("the sandbox serves the version that the connector asks for", () => {
  expect(API_VERSION).toBe("2026-10");
});

test.each(Object.entries(documents))("the sandbox serves every field of the connector's %s", (_name, document) => {
  expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
});

/** What the connector asks for only where its scope was granted. */
const withEverything = { withStaff: true, withCustomer: true };

test("the connector's reads are answered without an error and below the vendor's limit of one query", async () => {
  const shop = openTestShop();
  const number = shop.sandbox.shop.state.orders[0]?.number ?? 0;
  const answers = {
    orders: await shop.ask(operations.ORDERS, { ...withEverything, first: 50, query: "updated_at:>='2026-01-01T00:00:00Z'" }),
    order: await shop.ask(operations.ORDER, { ...withEverything, id: orderId(number) }),
    events: await shop.ask(operations.EVENTS, { first: 250, query: "subject_type:ORDER", ...withEverything }),
    fulfillmentOrders: await shop.ask(operations.FULFILLMENT_ORDERS, { first: 50, query: "updated_at:>='2026-01-01T00:00:00Z'" }),
    fulfillmentOrder: await shop.ask(operations.FULFILLMENT_ORDER, { id: fulfillmentOrderId(number) }),
    returns: await shop.ask(operations.RETURNS, { ...withEverything, first: 20, query: "return_status:returned" }),
    returnsOfOrders: await shop.ask(operations.RETURNS_OF_ORDERS, {
      ids: shop.sandbox.shop.state.orders.slice(0, 40).map((order) => orderId(order.number)),
    }),
    payments: await shop.ask(operations.PAYMENTS, { id: orderId(number) }),
    calibration: await shop.ask(operations.CALIBRATION),
    oldest: await shop.ask(operations.OLDEST_EVENT),
  };
  for (const [name, answer] of Object.entries(answers)) expect([name, answer.errors]).toEqual([name, undefined]);
  expect(answers.order.data).toMatchObject({
    order: { id: orderId(number), fulfillmentOrders: { nodes: [{ id: fulfillmentOrderId(number) }] } },
  });
});
