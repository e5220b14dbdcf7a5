import { expect, test } from "vitest";
import * as z from "zod";
import { openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import { isRefunded, orderOf, refundsOf } from "../../departments/returns/state.ts";
import { lineItemId, orderId, returnId, reverseLineId } from "./ids.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";
import type { ReturnCase } from "../../departments/returns/return-case.ts";

const settings = smallShop({ seed: "returns at the door", days: 24, ordersPerDay: 90 });

const APPROVE = `mutation($id: ID!) { returnApproveRequest(input: { id: $id }) { return { id status requestApprovedAt } userErrors { code message } } }`;
const DECLINE = `mutation($id: ID!) { returnDeclineRequest(input: { id: $id, declineReason: FINAL_SALE, declineNote: "Hygiene" }) {
  return { status decline { reason note } } userErrors { code } } }`;
const REFUND = `mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
  refund { id totalRefundedSet { shopMoney { amount } } refundLineItems(first: 5) { nodes { quantity lineItem { id } } } } userErrors { field message } } }`;
const DISPOSE = `mutation($inputs: [ReverseFulfillmentOrderDisposeInput!]!) { reverseFulfillmentOrderDispose(dispositionInputs: $inputs) {
  reverseFulfillmentOrderLineItems { id dispositions { type quantity location { id } } } userErrors { code } } }`;
const RETURN = `query($id: ID!) { return(id: $id) { status totalQuantity
  returnLineItems(first: 5) { nodes { quantity refundedQuantity processedQuantity returnReasonDefinition { handle }
    ... on ReturnLineItem { fulfillmentLineItem { lineItem { id sku } } withCodeDiscountedTotalPriceSet { shopMoney { amount } } } } }
  reverseFulfillmentOrders(first: 5) { nodes { status lineItems(first: 5) { nodes { id totalQuantity dispositions { type } } } } }
  order { id returnStatus displayFinancialStatus totalRefundedSet { shopMoney { amount } } transactions(first: 5) { id kind amountSet { shopMoney { amount } } } } } }`;

function aReturn(shop: TestShop, fits: (item: ReturnCase) => boolean): ReturnCase {
  const found = shop.sandbox.departments.returns.state.returns.find(fits);
  if (!found) throw new Error("no such return here");
  return found;
}
const asRequested = (shop: TestShop) => aReturn(shop, (item) => item.status === "REQUESTED");
const graded = (shop: TestShop) =>
  aReturn(shop, (item) => item.status === "OPEN" && item.grade === "a" && !isRefunded(shop.sandbox.departments.returns.state, item));

const refundOf = (item: ReturnCase) => ({
  orderId: orderId(item.orderNumber),
  note: item.name,
  refundLineItems: [{ lineItemId: lineItemId(item.orderNumber, item.lineIndex), quantity: item.quantity, restockType: "NO_RESTOCK" }],
  transactions: [
    { orderId: orderId(item.orderNumber), gateway: "shopify_payments", kind: "REFUND", amount: (item.valueMinor / 100).toFixed(2) },
  ],
});

test("a request is approved once: what is approved already is in another state", async () => {
  const shop = openTestShop({ settings });
  const { id } = asRequested(shop);
  expect((await shop.ask(APPROVE, { id: returnId(id) })).data).toMatchObject({
    returnApproveRequest: { return: { id: returnId(id), status: "OPEN", requestApprovedAt: expect.any(String) }, userErrors: [] },
  });
  expect((await shop.ask(APPROVE, { id: returnId(id) })).data).toMatchObject({
    returnApproveRequest: { return: null, userErrors: [{ code: "INVALID_STATE" }] },
  });
  expect((await shop.ask(DECLINE, { id: returnId(id) })).data).toMatchObject({
    returnDeclineRequest: { userErrors: [{ code: "INVALID_STATE" }] },
  });
  expect((await shop.ask(APPROVE, { id: returnId(1) })).data).toMatchObject({
    returnApproveRequest: { userErrors: [{ code: "NOT_FOUND" }] },
  });
});

test("a request that is declined says why, and its order's returns have failed", async () => {
  const shop = openTestShop({ settings });
  const { id, orderNumber } = asRequested(shop);
  expect((await shop.ask(DECLINE, { id: returnId(id) })).data).toMatchObject({
    returnDeclineRequest: { return: { status: "DECLINED", decline: { reason: "FINAL_SALE", note: "Hygiene" } }, userErrors: [] },
  });
  const Orders = z.object({ orders: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });
  const failed = await shop.read(Orders, `query { orders(first: 250, query: "return_status:return_failed") { nodes { id } } }`);
  expect(failed.orders.nodes).toContainEqual({ id: orderId(orderNumber) });
});

test("a refund needs a key, is made once under it, and another refund under the same key is refused", async () => {
  const shop = openTestShop({ settings });
  const item = graded(shop);
  const input = refundOf(item);
  const without = await shop.ask(REFUND.replace("@idempotent(key: $key)", "").replace(", $key: String!", ""), { input });
  expect(without.errors?.[0]?.message).toContain("@idempotent");
  const first = await shop.ask(REFUND, { input, key: "k-1" });
  expect(first.data).toMatchObject({
    refundCreate: { refund: { totalRefundedSet: { shopMoney: { amount: (item.valueMinor / 100).toFixed(2) } } }, userErrors: [] },
  });
  expect((await shop.ask(REFUND, { input, key: "k-1" })).data).toEqual(first.data);
  const other = await shop.ask(REFUND, { input: { ...input, note: "another" }, key: "k-1" });
  expect(other.errors?.[0]?.extensions?.code).toBe("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
  expect(refundsOf(shop.sandbox.departments.returns.state, item.orderNumber)).toHaveLength(1);
  const { order } = z
    .object({ return: z.object({ order: z.looseObject({ displayFinancialStatus: z.string() }) }) })
    .parse((await shop.ask(RETURN, { id: returnId(item.id) })).data).return;
  const total = orderOf(shop.sandbox.departments.returns.state, item).totalMinor;
  expect(order.displayFinancialStatus).toBe(item.valueMinor >= total ? "REFUNDED" : "PARTIALLY_REFUNDED");
});

test("more than was paid, and more pieces than were bought, are not paid back", async () => {
  const shop = openTestShop({ settings });
  const item = graded(shop);
  const input = refundOf(item);
  const refused = async (change: object) =>
    z
      .object({ refundCreate: z.object({ userErrors: z.array(z.object({ message: z.string() })) }) })
      .parse((await shop.ask(REFUND, { input: { ...input, ...change }, key: JSON.stringify(change) })).data).refundCreate.userErrors;
  expect(await refused({ transactions: input.transactions.map((one) => ({ ...one, amount: "99999.00" })) })).toHaveLength(1);
  expect(await refused({ refundLineItems: input.refundLineItems.map((one) => ({ ...one, quantity: 50 })) })).toHaveLength(1);
  expect(await refused({ transactions: [] })).toHaveLength(1);
  expect(refundsOf(shop.sandbox.departments.returns.state, item.orderNumber)).toEqual([]);
});

test("goods go on the shelf as often as they came back; with the refund the return is over", async () => {
  const shop = openTestShop({ settings });
  const item = graded(shop);
  const inputs = [{ reverseFulfillmentOrderLineItemId: reverseLineId(item.id), quantity: item.quantity, dispositionType: "RESTOCKED" }];
  expect((await shop.ask(DISPOSE, { inputs })).data).toMatchObject({
    reverseFulfillmentOrderDispose: {
      reverseFulfillmentOrderLineItems: [
        { id: reverseLineId(item.id), dispositions: [{ type: "PROCESSING_REQUIRED" }, { type: "RESTOCKED" }] },
      ],
      userErrors: [],
    },
  });
  expect((await shop.ask(DISPOSE, { inputs })).data).toMatchObject({
    reverseFulfillmentOrderDispose: { userErrors: [{ code: "GREATER_THAN" }] },
  });
  await shop.ask(REFUND, { input: refundOf(item), key: "k" });
  expect((await shop.ask(RETURN, { id: returnId(item.id) })).data).toMatchObject({
    return: {
      status: "CLOSED",
      returnLineItems: { nodes: [{ refundedQuantity: item.quantity, processedQuantity: item.quantity }] },
      reverseFulfillmentOrders: { nodes: [{ status: "CLOSED" }] },
      order: { returnStatus: "RETURNED" },
    },
  });
});

test("without the scope of returns nothing of them is shown or changed", async () => {
  const shop = openTestShop({ settings });
  const { id } = asRequested(shop);
  shop.token = shop.door.tokens.issue({ clientId: "slipstream-sandbox", scopes: ["read_orders"], expiring: true }).access_token;
  expect((await shop.ask(RETURN, { id: returnId(id) })).errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
  expect((await shop.ask(APPROVE, { id: returnId(id) })).errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
});

test("who subscribed to returns is told of a decision, by the return and by its order", async () => {
  const shop = openTestShop({ settings });
  const subscribe = `mutation($topic: WebhookSubscriptionTopic!) { webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: "http://127.0.0.1:9/hook" }) { userErrors { message } } }`;
  for (const topic of ["RETURNS_APPROVE", "REFUNDS_CREATE"]) await shop.ask(subscribe, { topic });
  const { id, orderNumber } = asRequested(shop);
  await shop.ask(APPROVE, { id: returnId(id) });
  await shop.ask(REFUND, { input: refundOf(graded(shop)), key: "k" });
  await shop.door.webhooks.flush();
  expect(shop.delivered.map(({ headers }) => headers["x-shopify-topic"])).toEqual(["returns/approve", "refunds/create"]);
  expect(JSON.parse(shop.delivered[0]?.body ?? "")).toMatchObject({
    admin_graphql_api_id: returnId(id),
    order: { admin_graphql_api_id: orderId(orderNumber) },
  });
});
