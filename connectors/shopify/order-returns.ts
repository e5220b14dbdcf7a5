import * as z from "zod";
import type { Money } from "../records/order.js";
import { MoneyBag, moneyOf } from "./money-bag.js";

const ReturnLine = z.object({
  id: z.string(),
  quantity: z.int(),
  returnReasonNote: z.string().nullish(),
  returnReasonDefinition: z.object({ handle: z.string() }).nullish(),
  withCodeDiscountedTotalPriceSet: MoneyBag.nullish(),
  // Missing on a line that stands for goods the shop never sent, which has no line of the order behind it.
  fulfillmentLineItem: z.object({ lineItem: z.object({ id: z.string(), sku: z.string().nullish() }) }).nullish(),
});
export type ReturnLine = z.infer<typeof ReturnLine>;

/** A return as Shopify answers it; what is asked for only by some questions is optional. */
export const ReturnNode = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  requestApprovedAt: z.string().nullish(),
  closedAt: z.string().nullish(),
  decline: z.object({ reason: z.string(), note: z.string().nullish() }).nullish(),
  returnLineItems: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(ReturnLine) }),
});
export type ReturnNode = z.infer<typeof ReturnNode>;

export const RefundNode = z.object({
  id: z.string(),
  createdAt: z.string().nullish(),
  note: z.string().nullish(),
  return: z.object({ id: z.string() }).nullish(),
  totalRefundedSet: MoneyBag,
  refundLineItems: z.object({ nodes: z.array(z.object({ quantity: z.int(), lineItem: z.object({ id: z.string() }) })) }),
});
export type RefundNode = z.infer<typeof RefundNode>;

/** The returns and refunds of one order. */
export const OrderReturns = z.object({
  id: z.string(),
  createdAt: z.string(),
  returns: z.object({ nodes: z.array(ReturnNode) }),
  refunds: z.array(RefundNode),
});
export type OrderReturns = z.infer<typeof OrderReturns>;

const Disposition = z.object({
  type: z.string(),
  quantity: z.int(),
  createdAt: z.string().nullish(),
  location: z.object({ id: z.string() }).nullish(),
});
const ReverseLine = z.object({
  id: z.string(),
  fulfillmentLineItem: z.object({ lineItem: z.object({ id: z.string() }) }).nullish(),
  dispositions: z.array(Disposition),
});
export type ReverseLine = z.infer<typeof ReverseLine>;

const ReturnWithGoods = ReturnNode.extend({
  reverseFulfillmentOrders: z.object({ nodes: z.array(z.object({ lineItems: z.object({ nodes: z.array(ReverseLine) }) })) }),
});
export type ReturnWithGoods = z.infer<typeof ReturnWithGoods>;

/** An order with everything that a return's record needs. */
export const OrderWithReturns = OrderReturns.extend({
  name: z.string(),
  updatedAt: z.string(),
  customer: z.object({ id: z.string() }).nullish(),
  returns: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(ReturnWithGoods) }),
});
export type OrderWithReturns = z.infer<typeof OrderWithReturns>;

const atMs = (iso: string | null | undefined): number => Date.parse(iso ?? "");

/** The line of the order that a line of a return sends back. */
export const orderLineOf = ({ fulfillmentLineItem }: ReturnLine): string | null => fulfillmentLineItem?.lineItem.id ?? null;

/**
 * The return that a refund was for: the one in whose page it was made, the one that its note names, or else the newest of before that
 * sends one of its lines back. undefined for a refund that was for none.
 */
export function returnOfRefund({ returns }: Pick<OrderReturns, "returns">, refund: RefundNode): ReturnNode | undefined {
  const linked = returns.nodes.find(({ id }) => id === refund.return?.id);
  if (linked) return linked;
  const named = returns.nodes.find(({ name }) => refund.note?.split(/[\s,;:]+/).includes(name));
  if (named) return named;
  const lines = new Set(refund.refundLineItems.nodes.map(({ lineItem }) => lineItem.id));
  return returns.nodes
    .filter(({ createdAt }) => atMs(createdAt) <= atMs(refund.createdAt))
    .toSorted((a, b) => atMs(a.createdAt) - atMs(b.createdAt))
    .findLast((one) => one.returnLineItems.nodes.some((line) => lines.has(orderLineOf(line) ?? "")));
}

/** What the goods of a return cost, after discounts; null where the shop does not say it of every line. */
export function valueOf({ returnLineItems }: Pick<ReturnNode, "returnLineItems">): Money | null {
  const amounts = returnLineItems.nodes.map(({ withCodeDiscountedTotalPriceSet: bag }) => moneyOf(bag));
  const [first] = amounts;
  if (!first) return null;
  let amountMinor = 0;
  for (const amount of amounts) {
    if (amount?.currency !== first.currency) return null;
    amountMinor += amount.amountMinor;
  }
  return { amountMinor, currency: first.currency };
}
