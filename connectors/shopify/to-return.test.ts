import { expect, test } from "vitest";
import { OrderWithReturns } from "./order-returns.js";
import { returnRows, toReturn } from "./to-return.js";

const money = (amount: string) => ({ shopMoney: { amount, currencyCode: "USD" } });
const line = (id: string) => ({ lineItem: { id, sku: `SKU ${id}` } });

function aReturn(number: number, createdAt: string, more: Record<string, unknown> = {}) {
  return {
    id: `gid://shopify/Return/${number}`,
    name: `#1001-R${number}`,
    status: "OPEN",
    createdAt,
    requestApprovedAt: createdAt,
    returnLineItems: {
      pageInfo: { hasNextPage: false },
      nodes: [
        {
          id: `gid://shopify/ReturnLineItem/${number}`,
          quantity: 1,
          returnReasonNote: "",
          returnReasonDefinition: { handle: "not-as-described" },
          withCodeDiscountedTotalPriceSet: money("18.00"),
          fulfillmentLineItem: line("L"),
        },
      ],
    },
    reverseFulfillmentOrders: { nodes: [] },
    ...more,
  };
}

const aRefund = (createdAt: string, more: Record<string, unknown> = {}) => ({
  id: `gid://shopify/Refund/${createdAt}`,
  createdAt,
  note: null,
  return: null,
  totalRefundedSet: money("18.00"),
  refundLineItems: { nodes: [{ quantity: 1, lineItem: { id: "L" } }] },
  ...more,
});

function anOrder(returns: readonly object[], refunds: readonly object[] = []): OrderWithReturns {
  return OrderWithReturns.parse({
    id: "gid://shopify/Order/1",
    name: "#1001",
    createdAt: "2026-10-01T08:00:00Z",
    updatedAt: "2026-10-20T08:00:00Z",
    customer: { id: "gid://shopify/Customer/9" },
    returns: { pageInfo: { hasNextPage: false }, nodes: returns },
    refunds,
  });
}

const refundedOf = (order: OrderWithReturns) => order.returns.nodes.map(({ id }) => toReturn(order, id).lines[0]?.refundedQuantity);

// Two pieces of one line that came back one after the other: a refund is one return's alone.
test.each([
  ["the one in whose page it was made", { return: { id: "gid://shopify/Return/2" } }, [0, 1]],
  ["the one that its note names", { note: "#1001-R1 paid back" }, [1, 0]],
  ["the newest of before that sends the line back", {}, [0, 1]],
  ["none, when it pays back another line", { refundLineItems: { nodes: [{ quantity: 1, lineItem: { id: "M" } }] } }, [0, 0]],
])("a refund is for %s", (_which, more, expected) => {
  const order = anOrder([aReturn(1, "2026-10-05T08:00:00Z"), aReturn(2, "2026-10-09T08:00:00Z")], [aRefund("2026-10-12T08:00:00Z", more)]);
  expect(refundedOf(order)).toEqual(expected);
});

test("a refund of before a return was asked for is not that return's", () => {
  const order = anOrder([aReturn(1, "2026-10-05T08:00:00Z"), aReturn(2, "2026-10-09T08:00:00Z")], [aRefund("2026-10-06T08:00:00Z")]);
  expect(refundedOf(order)).toEqual([1, 0]);
});

test("a piece that waited and was put on the shelf was received once", () => {
  const dispositions = [
    { type: "PROCESSING_REQUIRED", quantity: 1, location: { id: "here" } },
    { type: "RESTOCKED", quantity: 1, location: { id: "here" } },
  ];
  const goods = { nodes: [{ lineItems: { nodes: [{ id: "r", fulfillmentLineItem: line("L"), dispositions }] } }] };
  const order = anOrder([aReturn(1, "2026-10-05T08:00:00Z", { reverseFulfillmentOrders: goods })]);
  expect(toReturn(order, "gid://shopify/Return/1")).toMatchObject({
    state: "open",
    value: { amountMinor: 1800, currency: "USD" },
    refunded: null,
    lines: [{ sku: "SKU L", reason: "not_as_described", receivedQuantity: 1, restockedQuantity: 1, writtenOffQuantity: 0 }],
  });
});

test("a line for which the shop says no price leaves the value unknown, and more lines than were asked for set the return aside", () => {
  const { returnLineItems } = aReturn(1, "2026-10-05T08:00:00Z");
  const [first] = returnLineItems.nodes;
  const unpriced = { ...returnLineItems, nodes: [first, { ...first, withCodeDiscountedTotalPriceSet: null }] };
  const id = "gid://shopify/Return/1";
  expect(toReturn(anOrder([aReturn(1, "2026-10-05T08:00:00Z", { returnLineItems: unpriced })]), id).value).toBeNull();
  const more = { ...returnLineItems, pageInfo: { hasNextPage: true } };
  expect(() => toReturn(anOrder([aReturn(1, "2026-10-05T08:00:00Z", { returnLineItems: more })]), id)).toThrow("more than 20 lines");
});

test("a page of orders is as many rows as there are returns on it", () => {
  const order = anOrder([aReturn(1, "2026-10-05T08:00:00Z"), aReturn(2, "2026-10-09T08:00:00Z")]);
  expect(returnRows([order, anOrder([]), null]).map(({ id }) => id)).toEqual(["gid://shopify/Return/1", "gid://shopify/Return/2"]);
});
