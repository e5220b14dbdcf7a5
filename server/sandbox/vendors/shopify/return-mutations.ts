import { GraphQLError, type GraphQLResolveInfo } from "graphql";
import { findRefund, findReturn } from "../../departments/returns/state.ts";
import { findOrder } from "../../shop/state.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { lineOf, numberIn, orderNumberOf } from "./ids.ts";
import { reverseLineShape } from "./return-resolvers.ts";
import { returnsIn } from "./return-status.ts";
import { requireScope } from "./scopes.ts";
import type { ReturnsRefusal } from "../../departments/returns/act.ts";
import type { DeclineReason, DispositionType } from "../../departments/returns/return-case.ts";
import type { Context } from "./context.ts";

const REFUSALS: Readonly<Record<ReturnsRefusal, { code: string; field: readonly string[] | null; message: string }>> = {
  "not found": { code: "NOT_FOUND", field: ["id"], message: "Return does not exist." },
  "wrong state": { code: "INVALID_STATE", field: ["id"], message: "Return is not in a state in which this is possible." },
  "too many": { code: "GREATER_THAN", field: ["quantity"], message: "Quantity is more than what is left." },
  "too much": { code: "INVALID", field: ["transactions"], message: "Refund amount is more than what was paid." },
  "key taken": { code: "INVALID", field: null, message: "The idempotency key was used for something else." },
  "nothing asked": { code: "INVALID", field: ["transactions"], message: "Refund must have an amount." },
};

interface RefundInput {
  orderId: string;
  note?: string | null;
  refundLineItems?: readonly { lineItemId: string; quantity: number }[] | null;
  transactions?: readonly { amount: string; kind: string; parentId?: string | null }[] | null;
}

export const RETURN_MUTATIONS = {
  returnApproveRequest(_: unknown, { input }: { input: { id: string } }, context: Context) {
    requireScope(context.scopes, "returnApproveRequest", "write_returns");
    return settled(context, { kind: "approve", returnId: numberIn(input.id, "Return") ?? 0 });
  },
  returnDeclineRequest(
    _: unknown,
    { input }: { input: { id: string; declineReason: DeclineReason; declineNote?: string | null } },
    context: Context,
  ) {
    requireScope(context.scopes, "returnDeclineRequest", "write_returns");
    const returnId = numberIn(input.id, "Return") ?? 0;
    return settled(context, { kind: "decline", returnId, reason: input.declineReason, note: input.declineNote ?? null });
  },
  refundCreate(_: unknown, { input }: { input: RefundInput }, context: Context, info: GraphQLResolveInfo) {
    requireScope(context.scopes, "refundCreate", "write_orders");
    const key = idempotencyKey(info, "refundCreate");
    const orderNumber = orderNumberOf(input.orderId, "Order") ?? 0;
    const order = findOrder(context.sandbox.shop.state, orderNumber);
    if (!order) return { userErrors: [{ field: ["orderId"], message: "Order does not exist" }] };
    const result = context.sandbox.departments.returns.act(
      {
        kind: "refund",
        orderNumber,
        key,
        lines: (input.refundLineItems ?? []).map(({ lineItemId, quantity }) => ({
          lineIndex: lineOf(lineItemId)?.lineIndex ?? -1,
          quantity,
        })),
        amountMinor: (input.transactions ?? []).reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0),
        note: input.note ?? null,
      },
      context.app,
    );
    if (!result.ok && result.refusal === "key taken")
      throw new GraphQLError(REFUSALS["key taken"].message, { extensions: { code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" } });
    if (!result.ok) return { userErrors: [withoutCode(result.refusal)] };
    return { order, refund: findRefund(returnsIn(context), result.id), userErrors: [] };
  },
  reverseFulfillmentOrderDispose(
    _: unknown,
    {
      dispositionInputs,
    }: { dispositionInputs: readonly { reverseFulfillmentOrderLineItemId: string; quantity: number; dispositionType: DispositionType }[] },
    context: Context,
  ) {
    requireScope(context.scopes, "reverseFulfillmentOrderDispose", "write_returns");
    const { returns } = context.sandbox.departments;
    const lines = [];
    for (const { reverseFulfillmentOrderLineItemId: id, quantity, dispositionType: type } of dispositionInputs) {
      const returnId = numberIn(id, "ReverseFulfillmentOrderLineItem") ?? 0;
      const result = returns.act({ kind: "dispose", returnId, type, quantity }, context.app);
      if (!result.ok) return { userErrors: [REFUSALS[result.refusal]] };
      const item = findReturn(returns.state, returnId);
      if (item) lines.push(reverseLineShape(context, item));
    }
    return { reverseFulfillmentOrderLineItems: lines, userErrors: [] };
  },
};

function settled(context: Context, action: Parameters<Context["sandbox"]["departments"]["returns"]["act"]>[0]): unknown {
  const result = context.sandbox.departments.returns.act(action, context.app);
  if (!result.ok) return { userErrors: [REFUSALS[result.refusal]] };
  return { return: findReturn(returnsIn(context), result.id), userErrors: [] };
}

/** refundCreate's user errors have no codes. */
function withoutCode(refusal: ReturnsRefusal): { field: readonly string[] | null; message: string } {
  const { field, message } = REFUSALS[refusal];
  return { field, message };
}
