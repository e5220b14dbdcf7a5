import * as z from "zod";
import { toUtc, toUtcOrNull } from "../kit/time.js";
import { toCode } from "../kit/words.js";
import type { Money } from "../records/order.js";
import type { Return, ReturnLine as Line } from "../records/return.js";
import { moneyOf } from "./money-bag.js";
import {
  orderLineOf,
  OrderWithReturns,
  returnOfRefund,
  valueOf,
  type RefundNode,
  type ReturnLine,
  type ReturnWithGoods,
  type ReverseLine,
} from "./order-returns.js";

const Ids = z.object({ returns: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });

/** A return within the order that it came with. */
export type ReturnRow = { id: string; order: unknown };

/** One row a return of the orders of a page; [] for an order that tells nothing of returns. */
export function returnRows(orders: readonly unknown[]): ReturnRow[] {
  return orders.flatMap((order) => (Ids.safeParse(order).data?.returns.nodes ?? []).map(({ id }) => ({ id, order })));
}

/** @throws a ZodError when the order cannot be read; an Error when it holds more than was asked for */
export const readReturnRow = ({ id, order }: ReturnRow): Return => toReturn(OrderWithReturns.parse(order), id);

/** Maps one return of an order. @throws when the order has no such return, or more than could be asked for at once */
export function toReturn(order: OrderWithReturns, id: string): Return {
  const node = order.returns.nodes.find((one) => one.id === id);
  if (!node) throw new Error(`The order has no return ${id}`);
  if (order.returns.pageInfo.hasNextPage) throw new Error("The order has more than ten returns");
  if (node.returnLineItems.pageInfo.hasNextPage) throw new Error("The return has more than 20 lines");
  const refunds = order.refunds.filter((refund) => returnOfRefund(order, refund)?.id === id);
  return {
    id,
    number: node.name,
    orderId: order.id,
    orderNumber: order.name,
    orderPlacedAt: toUtc(order.createdAt),
    customerId: order.customer?.id ?? null,
    requestedAt: toUtc(node.createdAt),
    updatedAt: toUtc(order.updatedAt),
    state: toCode(node.status),
    approvedAt: toUtcOrNull(node.requestApprovedAt),
    closedAt: toUtcOrNull(node.closedAt),
    declineReason: node.decline ? toCode(node.decline.reason) : null,
    value: valueOf(node),
    refunded: sumOf(refunds),
    lines: node.returnLineItems.nodes.map((line) => toLine(line, { refunds, goods: reverseLinesOf(node, line) })),
  };
}

/** The lines of the reverse fulfilment orders that stand for the goods of one line. */
export function reverseLinesOf({ reverseFulfillmentOrders }: ReturnWithGoods, line: ReturnLine): ReverseLine[] {
  const orderLine = orderLineOf(line);
  return reverseFulfillmentOrders.nodes
    .flatMap(({ lineItems }) => lineItems.nodes)
    .filter(({ fulfillmentLineItem }) => orderLine !== null && fulfillmentLineItem?.lineItem.id === orderLine);
}

function toLine(line: ReturnLine, { refunds, goods }: { refunds: readonly RefundNode[]; goods: readonly ReverseLine[] }): Line {
  const orderLineId = orderLineOf(line);
  const paid = refunds
    .flatMap(({ refundLineItems }) => refundLineItems.nodes)
    .filter(({ lineItem }) => lineItem.id === orderLineId)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const disposed = (...types: readonly string[]) =>
    goods
      .flatMap(({ dispositions }) => dispositions)
      .filter(({ type }) => types.includes(type))
      .reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    id: line.id,
    orderLineId,
    sku: line.fulfillmentLineItem?.lineItem.sku || null,
    quantity: line.quantity,
    reason: line.returnReasonDefinition ? toCode(line.returnReasonDefinition.handle) : null,
    note: line.returnReasonNote || null,
    value: moneyOf(line.withCodeDiscountedTotalPriceSet),
    refundedQuantity: Math.min(line.quantity, paid),
    // A piece that waits is told once, and told again when its fate is decided.
    receivedQuantity: Math.min(line.quantity, Math.max(disposed("PROCESSING_REQUIRED"), disposed("RESTOCKED", "NOT_RESTOCKED"))),
    restockedQuantity: disposed("RESTOCKED"),
    writtenOffQuantity: disposed("NOT_RESTOCKED", "MISSING"),
  };
}

function sumOf(refunds: readonly RefundNode[]): Money | null {
  const amounts = refunds.flatMap((refund) => moneyOf(refund.totalRefundedSet) ?? []);
  const [first] = amounts;
  return first ? { amountMinor: amounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0), currency: first.currency } : null;
}
