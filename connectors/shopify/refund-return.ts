import * as z from "zod";
import { toDecimal } from "../kit/money.js";
import type { Deadline } from "../kit/in-time.js";
import { refuse, requireUnchanged } from "../kit/refuse.js";
import type { Money } from "../records/order.js";
import type { Return } from "../records/return.js";
import { askShopify, changeShopify, type Caller } from "./graphql.js";
import { MoneyBag, moneyOf } from "./money-bag.js";
import { PAYMENTS, REFUND } from "./operations.js";
import { readReturn } from "./read-return.js";
import { refuseUserErrors, UserErrors } from "./user-errors.js";

const Payments = z.object({
  order: z
    .object({
      transactions: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          status: z.string(),
          gateway: z.string().nullish(),
          amountSet: MoneyBag,
        }),
      ),
    })
    .nullable(),
});
const Refunded = z.object({ refundCreate: z.object({ refund: z.object({ id: z.string() }).nullish(), userErrors: UserErrors }) });

export type RefundAsked = Deadline & {
  returnId: string;
  amount: Money;
  note: string;
  notifyCustomer: boolean;
  key: string;
  expectedUpdatedAt: string | null;
};

/** Whether every piece of a return was paid back. */
export const isPaidBack = ({ lines }: Pick<Return, "lines">): boolean =>
  lines.length > 0 && lines.every(({ quantity, refundedQuantity }) => refundedQuantity >= quantity);

/**
 * Pays the goods of a return back to where the money came from, once: it looks first, and Shopify carries a refund out once under its key.
 * The note begins with the return's number, by which the refund is known again as this return's. Goods are not put back by it.
 */
export async function refundReturn(nango: Caller, asked: RefundAsked): Promise<{ return: Return; alreadyDone: boolean }> {
  const { returnId, amount, note, notifyCustomer, key, expectedUpdatedAt } = asked;
  const { record } = await readReturn(nango, returnId);
  if (isPaidBack(record)) return { return: record, alreadyDone: true };
  if (record.refunded !== null)
    refuse(nango, "conflict", "A part of this return was paid back already: a person has to see how much is left.");
  if (record.state !== "requested" && record.state !== "open" && record.state !== "closed")
    refuse(nango, "conflict", `The return is ${record.state}: nothing is paid back for it.`, { state: record.state });
  requireUnchanged(nango, expectedUpdatedAt, record.updatedAt);
  if (record.value?.amountMinor !== amount.amountMinor || record.value.currency !== amount.currency)
    refuse(nango, "conflict", "The goods are worth something else now than when this was decided.", { found: record.value });
  const lines = record.lines.map(({ orderLineId, quantity }) => ({ lineItemId: orderLineId, quantity, restockType: "NO_RESTOCK" }));
  if (lines.some(({ lineItemId }) => lineItemId === null))
    refuse(nango, "not_allowed", "A line of the return stands for nothing that was sold: a person has to refund it.");

  const payment = await paymentOf(nango, record.orderId, amount);
  const input = {
    orderId: record.orderId,
    note: `${record.number} ${note}`.trim(),
    notify: notifyCustomer,
    refundLineItems: lines,
    transactions: [
      {
        orderId: record.orderId,
        parentId: payment.id,
        gateway: payment.gateway,
        kind: "REFUND",
        amount: toDecimal(amount),
      },
    ],
  };
  const { refundCreate } = await changeShopify(nango, asked, { query: REFUND, variables: { input, key }, schema: Refunded });
  refuseUserErrors(nango, refundCreate.userErrors);
  return { return: (await readReturn(nango, returnId)).record, alreadyDone: false };
}

/** The payment of the order from which the amount can be paid back; refuses when there is none of that size. */
async function paymentOf(nango: Caller, orderId: string, amount: Money): Promise<{ id: string; gateway: string }> {
  const { order } = await askShopify(nango, { query: PAYMENTS, variables: { id: orderId }, schema: Payments, waits: false });
  for (const { id, kind, status, gateway, amountSet } of order?.transactions ?? []) {
    if ((kind !== "SALE" && kind !== "CAPTURE") || status !== "SUCCESS" || !gateway) continue;
    const paid = moneyOf(amountSet);
    if (paid?.currency === amount.currency && paid.amountMinor >= amount.amountMinor) return { id, gateway };
  }
  return refuse(nango, "not_allowed", "The order has no payment from which this can be paid back: a person has to refund it.");
}
