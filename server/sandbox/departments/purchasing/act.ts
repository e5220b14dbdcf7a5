import * as z from "zod";
import { TOKEN_ID } from "./people.ts";
import { saveTransaction, type Author } from "./save.ts";
import { findItem, findTransaction } from "./state.ts";
import { adjustItem } from "./work.ts";
import type { PurchasingState } from "./state.ts";

/** What an outside app may ask for. A field that is null stays as it is. */
export const PurchasingAction = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("update purchase order"),
    orderId: z.int(),
    memo: z.string().nullable(),
    lines: z.array(z.strictObject({ id: z.int(), expectedDay: z.int() })).readonly(),
  }),
  z.strictObject({
    kind: z.literal("adjust stock"),
    externalId: z.string(),
    itemId: z.int(),
    changeBy: z.number(),
    memo: z.string(),
  }),
]);
export type PurchasingAction = z.infer<typeof PurchasingAction>;

export type PurchasingRefusal = "not found" | "closed" | "unknown line" | "unknown item";
export type PurchasingResult = { ok: true; changed: boolean; id: number } | { ok: false; refusal: PurchasingRefusal };

// All that comes over the web services is saved by the employee whose token it carries.
const BY: Author = { id: TOKEN_ID, context: "WBS" };

/** Refuses or carries out; a date that an app has settled waits for no person any more. */
export function applyPurchasingAction(state: PurchasingState, action: PurchasingAction): PurchasingResult {
  if (action.kind === "adjust stock") {
    const known = state.transactions.find(({ externalId }) => externalId === action.externalId);
    if (known) return { ok: true, changed: false, id: known.id };
    if (!findItem(state, action.itemId)) return { ok: false, refusal: "unknown item" };
    const { itemId, changeBy, memo, externalId } = action;
    const id = adjustItem(state, { itemId, by: changeBy, memo, author: BY, externalId });
    state.waiting = state.waiting.filter((waiting) => waiting.kind !== "difference" || waiting.itemId !== itemId);
    return id === null ? { ok: false, refusal: "unknown item" } : { ok: true, changed: true, id };
  }
  const order = findTransaction(state, action.orderId);
  if (!order || order.type !== "PurchOrd") return { ok: false, refusal: "not found" };
  if (order.status === "H" || order.status === "G") return { ok: false, refusal: "closed" };
  if (action.lines.some(({ id }) => !order.lines.some((line) => line.id === id))) return { ok: false, refusal: "unknown line" };
  const changed = saveTransaction(state, order, BY, {
    ...(action.memo === null ? {} : { memo: action.memo }),
    lines: action.lines,
  });
  const dealings = state.dealings.get(order.id);
  if (changed && dealings && action.lines.length > 0) {
    dealings.isSettled = true;
    dealings.turn++;
  }
  return { ok: true, changed, id: order.id };
}
