import * as z from "zod";
import { unreachable } from "../../unreachable.ts";
import { findOrder } from "../../shop/state.ts";
import { approve, decline, dispose, refund } from "./record.ts";
import { DISPOSITIONS } from "./return-case.ts";
import { disposedQuantity, findReturn, refundedMinor, refundedQuantity } from "./state.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Order } from "../../shop/order.ts";
import type { ReturnsState } from "./state.ts";

/** What an outside app may ask for. */
export const ReturnsAction = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("approve"), returnId: z.int() }),
  z.strictObject({
    kind: z.literal("decline"),
    returnId: z.int(),
    reason: z.enum(["FINAL_SALE", "OTHER", "RETURN_PERIOD_ENDED"]),
    note: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal("refund"),
    orderNumber: z.int(),
    key: z.string(),
    lines: z.array(z.strictObject({ lineIndex: z.int(), quantity: z.int() })).readonly(),
    amountMinor: z.int(),
    note: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal("dispose"), returnId: z.int(), type: z.enum(DISPOSITIONS), quantity: z.int() }),
]);
export type ReturnsAction = z.infer<typeof ReturnsAction>;

export type ReturnsRefusal = "not found" | "wrong state" | "too many" | "too much" | "key taken" | "nothing asked";
/** `id`: of the return, or of the refund. `changed` is false where the same was done before under the same key. */
export type ReturnsResult = { ok: true; changed: boolean; id: number } | { ok: false; refusal: ReturnsRefusal };

/** Refuses or carries out; what an app has settled waits for no person any more. */
export function applyReturnsAction(state: ReturnsState, action: ReturnsAction, by: AppActor): ReturnsResult {
  if (action.kind === "refund") return applyRefund(state, action, by);
  const item = findReturn(state, action.returnId);
  if (!item) return { ok: false, refusal: "not found" };
  switch (action.kind) {
    case "approve":
      if (item.status !== "REQUESTED") return { ok: false, refusal: "wrong state" };
      approve(state, item, by);
      break;
    case "decline":
      if (item.status !== "REQUESTED") return { ok: false, refusal: "wrong state" };
      decline(state, item, { by, reason: action.reason, note: action.note });
      break;
    case "dispose":
      if (item.status !== "OPEN" && item.status !== "CLOSED") return { ok: false, refusal: "wrong state" };
      if (action.quantity < 1 || disposedQuantity(item) + action.quantity > item.quantity) return { ok: false, refusal: "too many" };
      dispose(state, item, { by, type: action.type, quantity: action.quantity });
      break;
    default:
      return unreachable();
  }
  return { ok: true, changed: true, id: item.id };
}

type RefundAction = Extract<ReturnsAction, { kind: "refund" }>;

function applyRefund(state: ReturnsState, action: RefundAction, by: AppActor): ReturnsResult {
  const { key, orderNumber, lines, amountMinor, note } = action;
  const asked = JSON.stringify({ orderNumber, lines, amountMinor, note });
  const known = state.keys.get(`${by.id} ${key}`);
  if (known) return known.asked === asked ? { ok: true, changed: false, id: known.refundId } : { ok: false, refusal: "key taken" };
  const order = findOrder(state.opening.shop.state, orderNumber);
  if (!order) return { ok: false, refusal: "not found" };
  if (amountMinor <= 0) return { ok: false, refusal: "nothing asked" };
  if (lines.some((line) => !isRefundable(state, order, line))) return { ok: false, refusal: "too many" };
  if (refundedMinor(state, orderNumber) + amountMinor > order.totalMinor) return { ok: false, refusal: "too much" };
  const made = refund(state, order, { by, returnId: null, lines, amountMinor, note });
  state.keys.set(`${by.id} ${key}`, { refundId: made.refund.id, asked });
  return { ok: true, changed: true, id: made.refund.id };
}

function isRefundable(state: ReturnsState, order: Order, { lineIndex, quantity }: { lineIndex: number; quantity: number }): boolean {
  const line = order.lines[lineIndex];
  return line !== undefined && quantity > 0 && refundedQuantity(state, order.number, lineIndex) + quantity <= line.quantity;
}
