import * as z from "zod";
import { HOUR_MS } from "../../calendar.ts";
import { TOKEN_ID } from "./people.ts";
import { PATIENCE_HOURS } from "./policy.ts";
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

const ESCALATED_HOURS = 24; // Upstairs has looked at it by the next day.
// All that comes over the web services is saved by the employee whose token it carries.
const BY: Author = { id: TOKEN_ID, context: "WBS" };

/** Refuses or carries out. The buyers see what an app did and act on it as on a colleague's work. */
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
  const { memo } = order;
  const changed = saveTransaction(state, order, BY, {
    ...(action.memo === null ? {} : { memo: action.memo }),
    lines: action.lines,
  });
  if (changed) react(state, order.id, { added: addedTo(memo, order.memo), hasDates: action.lines.length > 0 });
  return { ok: true, changed, id: order.id };
}

const addedTo = (before: string | null, after: string | null): string =>
  before !== null && (after ?? "").startsWith(before) ? (after ?? "").slice(before.length) : (after ?? "");

/**
 * A date that an app has written, and a memo that says the order is confirmed, settle it. One that says the supplier was asked is left alone
 * for as long as buyers are patient. One that says it was escalated, or that a buyer has to decide, waits for a buyer.
 */
function react(state: PurchasingState, orderId: number, { added, hasDates }: { added: string; hasDates: boolean }): void {
  const dealings = state.dealings.get(orderId);
  if (!dealings) return;
  if (hasDates || /\bconfirmed\b/i.test(added)) {
    dealings.isSettled = true;
    dealings.turn++;
    return;
  }
  const asks = /\basked\b/i.test(added);
  const escalates = /\bescalated\b/i.test(added);
  const passesOn = /\ba buyer has to decide\b/i.test(added);
  if (!asks && !escalates && !passesOn) return;
  dealings.turn++;
  const due = { orderId, turn: dealings.turn };
  if (passesOn) state.waiting.push({ kind: dealings.proposals > 0 ? "proposal answered" : "answer", ...due, sinceMs: state.nowMs });
  else if (escalates) state.due.push(state.nowMs + ESCALATED_HOURS * HOUR_MS, { kind: "escalated", ...due });
  else {
    if (/\bearlier\b/i.test(added)) {
      dealings.proposals++;
      dealings.movedByDays = Math.ceil(dealings.movedByDays / 2);
    } else dealings.chases++;
    state.due.push(state.nowMs + PATIENCE_HOURS * HOUR_MS, { kind: "silence", ...due });
  }
}
