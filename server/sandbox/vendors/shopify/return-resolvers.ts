import {
  disposedQuantity,
  findRefund,
  findReturn,
  refundedMinor,
  refundedQuantity,
  refundsOf,
  returnsOf,
} from "../../departments/returns/state.ts";
import { LOCATION } from "../../shop/catalogue.ts";
import { findOrder } from "../../shop/state.ts";
import { gid, legacyOrderId, lineItemId, locationId, numberIn, refundId, returnId, reverseLineId } from "./ids.ts";
import { returnsIn, returnStatusOf } from "./return-status.ts";
import { requireScope } from "./scopes.ts";
import { whole } from "./search-pages.ts";
import { bag, iso, isoOrNull } from "./value-shapes.ts";
import type { Disposition, Refund, ReturnCase, ReturnReason } from "../../departments/returns/return-case.ts";
import type { Order } from "../../shop/order.ts";
import type { Context } from "./context.ts";
import type { PageArguments } from "./paging.ts";

/** A line of an order as a fulfilment, a refund or a return points at it. */
export interface FulfilledLine {
  id: string;
  order: Order;
  lineIndex: number;
  quantity: number;
}

const REASON_NAMES: Readonly<Record<ReturnReason, string>> = {
  unwanted: "Unwanted",
  style: "Style",
  color: "Color",
  other: "Other",
  defective: "Defective or doesn't work",
  wrong_item: "Wrong item was sent",
  not_as_described: "Item not as described",
};

const orderBehind = (context: Context, orderNumber: number): Order | null => findOrder(context.sandbox.shop.state, orderNumber) ?? null;

function fulfilledLine(context: Context, { orderNumber, lineIndex }: ReturnCase): FulfilledLine | null {
  const order = orderBehind(context, orderNumber);
  const quantity = order?.lines[lineIndex]?.quantity ?? 0;
  return order ? { id: gid("FulfillmentLineItem", legacyOrderId(orderNumber) * 10 + lineIndex), order, lineIndex, quantity } : null;
}

function lineShape(context: Context, item: ReturnCase): Record<string, unknown> & { id: string } {
  const refunded = Math.min(item.quantity, refundedQuantity(returnsIn(context), item.orderNumber, item.lineIndex));
  const processed = disposedQuantity(item);
  return {
    ofReturn: item.id,
    id: gid("ReturnLineItem", item.id),
    quantity: item.quantity,
    returnReasonDefinition: {
      id: gid("ReturnReasonDefinition", Object.keys(REASON_NAMES).indexOf(item.reason) + 1),
      handle: item.reason.replaceAll("_", "-"),
      name: REASON_NAMES[item.reason],
    },
    returnReasonNote: item.note,
    customerNote: item.note === "" ? null : item.note,
    processedQuantity: processed,
    processableQuantity: item.status === "OPEN" ? item.quantity - processed : 0,
    unprocessedQuantity: item.quantity - processed,
    refundedQuantity: refunded,
    refundableQuantity: item.quantity - refunded,
    withCodeDiscountedTotalPriceSet: bag(item.valueMinor),
    fulfillmentLineItem: fulfilledLine(context, item),
  };
}

function dispositionShape({ id, type, quantity, atMs }: Disposition): Record<string, unknown> {
  const location = { id: locationId(), name: LOCATION.name, isActive: true, legacyResourceId: String(LOCATION.id) };
  return { id: gid("ReverseFulfillmentOrderDisposition", id), type, quantity, createdAt: iso(atMs), location };
}

/** The line of a return's reverse fulfilment order, for reading and as the answer of a disposition. */
export function reverseLineShape(context: Context, item: ReturnCase): Record<string, unknown> & { id: string } {
  return {
    id: reverseLineId(item.id),
    totalQuantity: item.quantity,
    fulfillmentLineItem: fulfilledLine(context, item),
    dispositions: item.dispositions.map(dispositionShape),
  };
}

function reverseOrderShape(item: ReturnCase): { id: string; item: ReturnCase } {
  return { id: gid("ReverseFulfillmentOrder", item.id), item };
}

function returnOf(context: Context, id: string): ReturnCase | null {
  requireScope(context.scopes, "return", "read_returns");
  return findReturn(returnsIn(context), numberIn(id, "Return") ?? 0) ?? null;
}

/** The payment of an order, and what was paid back of it. */
function transactionsOf(context: Context, order: Order): Record<string, unknown>[] {
  const shared = { gateway: "shopify_payments", status: "SUCCESS" };
  const sale = {
    ...shared,
    id: gid("OrderTransaction", legacyOrderId(order.number)),
    kind: "SALE",
    amountSet: bag(order.totalMinor),
    createdAt: iso(order.placedMs),
    processedAt: iso(order.placedMs),
    parentTransaction: null,
  };
  const refunds = refundsOf(returnsIn(context), order.number).map((refund) => ({
    ...shared,
    id: gid("OrderTransaction", refund.id),
    kind: "REFUND",
    amountSet: bag(refund.amountMinor),
    createdAt: iso(refund.atMs),
    processedAt: iso(refund.atMs),
    parentTransaction: sale,
  }));
  return [sale, ...refunds];
}

const oldestFirst = <T>(items: readonly T[], first: number | null | undefined): readonly T[] => items.slice(0, first ?? items.length);

export const ORDER_RETURN_FIELDS = {
  returnStatus: (order: Order, _: unknown, context: Context) => returnStatusOf(context, order),
  totalRefundedSet: (order: Order, _: unknown, context: Context) => bag(refundedMinor(returnsIn(context), order.number)),
  returns(order: Order, args: PageArguments, context: Context) {
    requireScope(context.scopes, "returns", "read_returns");
    return whole(context, returnsOf(returnsIn(context), order.number), args);
  },
  refunds: (order: Order, { first }: { first?: number | null }, context: Context) =>
    oldestFirst(refundsOf(returnsIn(context), order.number), first),
  transactions: (order: Order, { first }: { first?: number | null }, context: Context) =>
    oldestFirst(transactionsOf(context, order), first),
};

export const RETURN_ROOTS = {
  return: (_: unknown, { id }: { id: string }, context: Context) => returnOf(context, id),
  refund(_: unknown, { id }: { id: string }, context: Context) {
    requireScope(context.scopes, "refund", "read_orders");
    return findRefund(returnsIn(context), numberIn(id, "Refund") ?? 0) ?? null;
  },
  reverseFulfillmentOrder(_: unknown, { id }: { id: string }, context: Context) {
    requireScope(context.scopes, "reverseFulfillmentOrder", "read_returns");
    const item = findReturn(returnsIn(context), numberIn(id, "ReverseFulfillmentOrder") ?? 0);
    return item && item.approvedMs !== null ? reverseOrderShape(item) : null;
  },
};

export const RETURN_RESOLVERS = {
  Return: {
    id: (item: ReturnCase) => returnId(item.id),
    createdAt: (item: ReturnCase) => iso(item.requestedMs),
    requestApprovedAt: (item: ReturnCase) => isoOrNull(item.approvedMs),
    closedAt: (item: ReturnCase) => isoOrNull(item.closedMs),
    totalQuantity: (item: ReturnCase) => item.quantity,
    order: (item: ReturnCase, _: unknown, context: Context) => orderBehind(context, item.orderNumber),
    staffMember(_: ReturnCase, __: unknown, context: Context) {
      requireScope(context.scopes, "staffMember", "read_users");
      return null; // Customers ask by themselves in this shop.
    },
    refunds: (item: ReturnCase, args: PageArguments, context: Context) =>
      whole(
        context,
        refundsOf(returnsIn(context), item.orderNumber).filter((refund) => refund.returnId === item.id),
        args,
      ),
    returnLineItems: (item: ReturnCase, args: PageArguments, context: Context) => whole(context, [lineShape(context, item)], args),
    reverseFulfillmentOrders: (item: ReturnCase, args: PageArguments, context: Context) =>
      whole(context, item.approvedMs === null ? [] : [reverseOrderShape(item)], args),
  },
  ReverseFulfillmentOrder: {
    order: ({ item }: { item: ReturnCase }, _: unknown, context: Context) => orderBehind(context, item.orderNumber),
    status: ({ item }: { item: ReturnCase }) => (item.status === "OPEN" ? "OPEN" : "CLOSED"),
    lineItems: ({ item }: { item: ReturnCase }, args: PageArguments, context: Context) =>
      whole(context, [reverseLineShape(context, item)], args),
  },
  Refund: {
    id: (refund: Refund) => refundId(refund.id),
    legacyResourceId: (refund: Refund) => String(refund.id),
    createdAt: (refund: Refund) => iso(refund.atMs),
    processedAt: (refund: Refund) => iso(refund.atMs),
    updatedAt: (refund: Refund) => iso(refund.atMs),
    totalRefundedSet: (refund: Refund) => bag(refund.amountMinor),
    order: (refund: Refund, _: unknown, context: Context) => orderBehind(context, refund.orderNumber),
    return(refund: Refund, _: unknown, context: Context) {
      return refund.returnId === null ? null : (findReturn(returnsIn(context), refund.returnId) ?? null);
    },
    staffMember(refund: Refund, _: unknown, context: Context) {
      requireScope(context.scopes, "staffMember", "read_users");
      return refund.actor.kind === "staff" ? refund.actor.account : null;
    },
    refundLineItems(refund: Refund, args: PageArguments, context: Context) {
      const order = orderBehind(context, refund.orderNumber);
      const lines = refund.lines.map(({ lineIndex, quantity }) => ({
        id: lineItemId(refund.orderNumber, lineIndex),
        order,
        lineIndex,
        quantity,
        restockType: "NO_RESTOCK",
        restocked: false,
      }));
      return whole(context, lines, args);
    },
  },
};
