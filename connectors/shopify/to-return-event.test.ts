import { expect, test } from "vitest";
import { OrderReturns } from "./order-returns.js";
import { EventNode, toOpsEvent } from "./to-ops-event.js";
import { isOfReturns, toReturnEvent } from "./to-return-event.js";

const ORDER = "gid://shopify/Order/1";
const order = OrderReturns.parse({
  id: ORDER,
  createdAt: "2026-10-01T08:00:00Z",
  returns: {
    nodes: [
      {
        id: "gid://shopify/Return/2",
        name: "#1001-R1",
        status: "OPEN",
        createdAt: "2026-10-05T08:00:00Z",
        requestApprovedAt: "2026-10-06T08:00:00Z",
        returnLineItems: {
          pageInfo: { hasNextPage: false },
          nodes: [
            {
              id: "l",
              quantity: 1,
              returnReasonDefinition: { handle: "wrong-item" },
              withCodeDiscountedTotalPriceSet: { shopMoney: { amount: "26.00", currencyCode: "USD" } },
              fulfillmentLineItem: { lineItem: { id: "L", sku: "HP-CND-01" } },
            },
          ],
        },
      },
    ],
  },
  refunds: [
    {
      id: "r",
      createdAt: "2026-10-05T09:00:00Z",
      totalRefundedSet: { shopMoney: { amount: "26.00", currencyCode: "USD" } },
      refundLineItems: { nodes: [{ quantity: 1, lineItem: { id: "L" } }] },
    },
  ],
});

function entry(action: string, createdAt: string, given: unknown = []) {
  const by = { attributeToApp: true, attributeToUser: true, appTitle: "Shopify Web", actor: "Dana Fox", arguments: given };
  return EventNode.parse({ __typename: "BasicEvent", id: "gid://shopify/BasicEvent/7", action, createdAt, subjectId: ORDER, ...by });
}
function told(node: EventNode) {
  const event = toOpsEvent(node);
  return event && toReturnEvent(event, node, order);
}

test.each([
  ["return_requested", "2026-10-05T08:00:00Z", "request return"],
  ["return_request_approved", "2026-10-06T08:00:00Z", "approve return"],
  ["return_declined", "2026-10-06T08:00:00Z", "decline return"],
  ["restock_line_items", "2026-10-12T08:00:00Z", "restock"],
  ["return_items_written_off", "2026-10-12T08:00:00Z", "write off"],
  ["return_canceled", "2026-10-12T08:00:00Z", "cancel return"],
])("%s is what somebody did about the return", (action, createdAt, activity) => {
  expect(told(entry(action, createdAt))).toMatchObject({
    caseType: "return",
    caseId: "gid://shopify/Return/2",
    activity,
    actorName: "Dana Fox",
    objects: [
      { type: "return", id: "gid://shopify/Return/2" },
      { type: "order", id: ORDER },
    ],
  });
});

test("the request carries what was known of it: reason, item, value, age of the order", () => {
  expect(told(entry("return_requested", "2026-10-05T08:00:00Z"))?.details).toEqual([
    { name: "reason", value: "wrong_item" },
    { name: "sku", value: "HP-CND-01" },
    { name: "value", value: "26.00" },
    { name: "order age days", value: "4" },
  ]);
});

test("a refund of before the approval is one for goods that are kept; one that matches no refund stays the order's", () => {
  expect(told(entry("refund_created", "2026-10-05T09:00:20Z"))?.details).toEqual([
    { name: "goods", value: "kept" },
    { name: "refunded", value: "26.00" },
  ]);
  expect(told(entry("refund_created", "2026-10-05T10:00:00Z"))).toBeNull();
});

test("a grade is read from its tag once the return was approved; other tags are the order's", () => {
  const graded = (text: string) => entry("tag_added", "2026-10-12T08:00:00Z", [1, text]);
  expect(told(graded("gift, return-grade:B"))).toMatchObject({ activity: "grade goods", details: [{ name: "condition", value: "b" }] });
  expect(isOfReturns(graded("return-grading"))).toBe(false);
  expect(told(entry("tag_added", "2026-10-05T12:00:00Z", ["return-grade:b"]))).toBeNull();
});

test("an action of returns that nobody has documented is left with its own words at the order", () => {
  expect(isOfReturns(entry("return_wandered_off", "2026-10-06T08:00:00Z"))).toBe(false);
});

test("what becomes of goods and requests says whether money had gone back by then, wholly or in part", () => {
  const paid = (action: string, amount: string) => {
    const refunds = order.refunds.map((one) => ({ ...one, totalRefundedSet: { shopMoney: { amount, currencyCode: "USD" } } }));
    const node = entry(action, "2026-10-12T08:00:00Z");
    const event = toOpsEvent(node);
    return event && toReturnEvent(event, node, { ...order, refunds })?.details;
  };
  expect(paid("restock_line_items", "26.00")).toEqual([{ name: "refunded before", value: "yes" }]);
  expect(paid("return_items_written_off", "13.00")).toEqual([{ name: "refunded before", value: "in part" }]);
  expect(told(entry("restock_line_items", "2026-10-05T08:30:00Z"))?.details).toBeUndefined();
});
