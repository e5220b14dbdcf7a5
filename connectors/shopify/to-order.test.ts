import { expect, test } from "vitest";
import { OrderNode, toOrder } from "./to-order.js";

/** An order of two lines, three pieces and one piece. */
const order = (change: Record<string, unknown> = {}) =>
  OrderNode.parse({
    id: "gid://shopify/Order/1",
    name: "#1001",
    createdAt: "2026-11-01T10:00:00Z",
    updatedAt: "2026-11-01T10:00:00Z",
    subtotalLineItemsQuantity: 4,
    lineItems: {
      pageInfo: { hasNextPage: false, endCursor: null },
      nodes: [3, 1].map((quantity, at) => ({
        id: `gid://shopify/LineItem/${at}`,
        quantity,
        currentQuantity: quantity,
        unfulfilledQuantity: quantity,
      })),
    },
    ...change,
  });

test("an order whose lines hold as many pieces as Shopify counts is whole", () => {
  expect(toOrder(order()).lines.map(({ quantity }) => quantity)).toEqual([3, 1]);
});

test("one that came without some of its lines is refused, so that it is set aside and read again", () => {
  const { lineItems } = order();
  expect(() => toOrder(order({ lineItems: { ...lineItems, nodes: lineItems.nodes.slice(0, 1) } }))).toThrow("3 of 4 pieces");
});

test("lines that count for no subtotal, and an answer without the count, are no reason to doubt", () => {
  expect(toOrder(order({ subtotalLineItemsQuantity: 3 })).lines).toHaveLength(2);
  expect(toOrder(order({ subtotalLineItemsQuantity: null })).lines).toHaveLength(2);
});
