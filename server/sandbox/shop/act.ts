import { MINUTE_MS } from "../calendar.ts";
import { FLOW } from "./catalogue.ts";
import { ASK_TAG, WAITING_TAG, awaitReply, awaitStock, toDesk } from "./desk.ts";
import { policyNow } from "./policy-now.ts";
import { isRightAddress } from "./right-address.ts";
import { drawsFor } from "./settings.ts";
import { findOrder } from "./state.ts";
import { addHold, addTags, appendEvent, cancelOrder, releaseHolds, removeTags, setAddress } from "./timeline.ts";
import { unreachable } from "../unreachable.ts";
import type { Address, CancelReason, Hold, HoldReason, Order } from "./order.ts";
import type { ShopState } from "./state.ts";

/** What an outside app may ask for, in words that every vendor's door translates into. */
export type ShopAction =
  | { kind: "hold"; orderNumber: number; reason: HoldReason; notes: string; handle: string | null }
  | { kind: "release"; orderNumber: number; holdIds: readonly number[] | null }
  | { kind: "add tags"; orderNumber: number; tags: readonly string[] }
  | { kind: "remove tags"; orderNumber: number; tags: readonly string[] }
  | {
      kind: "cancel";
      orderNumber: number;
      reason: CancelReason;
      staffNote: string | null;
      restock: boolean;
      refund: boolean;
      notifyCustomer: boolean;
    }
  | { kind: "update"; orderNumber: number; address: Address | null; note: string | null; tags: readonly string[] | null };

export interface AppActor {
  kind: "app";
  id: number;
  title: string;
}

export type Refusal = "not found" | "closed" | "handle taken" | "too many holds" | "not held" | "not its holds" | "already cancelled";

/** `changed` is false where the shop already was as asked. */
export type ActionResult = { ok: true; changed: boolean; order: Order; hold: Hold | null } | { ok: false; refusal: Refusal };

const HOLDS_PER_APP = 10; // the vendor's own limit for one fulfilment order
const STOCK_GRACE_MS = 4 * 60 * MINUTE_MS; // what an app lets wait, people look after when the app does not
const OBJECTION_RATE = 0.5;

/** Refuses or carries out; the staff see the new state and act on that. */
export function applyAction(state: ShopState, action: ShopAction, by: AppActor): ActionResult {
  const order = findOrder(state, action.orderNumber);
  if (!order) return { ok: false, refusal: "not found" };
  const done = (changed: boolean, hold: Hold | null = null): ActionResult => ({ ok: true, changed, order, hold });
  switch (action.kind) {
    case "hold": {
      if (order.fulfilment === "CLOSED" || order.fulfilment === "CANCELLED") return { ok: false, refusal: "closed" };
      const own = order.holds.filter((hold) => hold.by.kind === "app" && hold.by.id === by.id);
      if (own.some((hold) => (hold.handle ?? "") === (action.handle ?? ""))) return { ok: false, refusal: "handle taken" };
      if (own.length >= HOLDS_PER_APP) return { ok: false, refusal: "too many holds" };
      const { hold } = addHold(state, order, { reason: action.reason, notes: action.notes, handle: action.handle, by });
      toDesk(state, state.nowMs + MINUTE_MS, { orderNumber: order.number, stage: "decide", notBy: null });
      return done(true, hold);
    }
    case "release": {
      if (order.holds.length === 0) return { ok: false, refusal: "not held" };
      if (action.holdIds?.some((id) => !order.holds.some((hold) => hold.id === id))) return { ok: false, refusal: "not its holds" };
      releaseHolds(state, order, by, action.holdIds);
      if (order.holds.length === 0) {
        objectPerhaps(state, order);
        failPerhaps(state, order);
      }
      return done(true);
    }
    case "add tags": {
      const added = addTags(state, order, by, action.tags);
      if (added && order.holds.length > 0) followTags(state, order, action.tags);
      return done(added !== null);
    }
    case "remove tags":
      return done(removeTags(state, order, by, action.tags) !== null);
    case "cancel":
      if (order.cancelled) return { ok: false, refusal: "already cancelled" };
      if (order.fulfilment === "CLOSED") return { ok: false, refusal: "closed" };
      cancelOrder(state, order, by, { reason: action.reason, staffNote: action.staffNote });
      return done(true);
    case "update":
      return done(update(state, order, action, by));
  }
  return unreachable();
}

function update(state: ShopState, order: Order, change: Extract<ShopAction, { kind: "update" }>, by: AppActor): boolean {
  let changed = false;
  if (change.address) {
    setAddress(state, order, by, change.address, "NO_ISSUES");
    changed = true;
  }
  if (change.note !== null && change.note !== order.note) {
    const action = order.note === null ? "note_created" : "note_updated";
    order.note = change.note;
    appendEvent(state, order, { action, actor: by });
    changed = true;
  }
  if (change.tags) {
    const wanted = change.tags;
    const gone = removeTags(
      state,
      order,
      by,
      order.tags.filter((tag) => !wanted.includes(tag)),
    );
    const fresh = addTags(state, order, by, wanted);
    changed ||= gone !== null || fresh !== null;
  }
  return changed;
}

/** What the shop's rule and its staff make of a tag by an app: the rule writes to the customer, and who waits is looked at later. */
function followTags(state: ShopState, order: Order, tags: readonly string[]): void {
  if (tags.includes(ASK_TAG)) {
    appendEvent(state, order, { action: "mail_sent", actor: FLOW, detail: "We need a moment of your time to ship your order" });
    awaitReply(state, order);
  }
  if (tags.includes(WAITING_TAG)) awaitStock(state, order, STOCK_GRACE_MS);
}

/** Where an app released what the policy would not have, half of the cases are noticed and held again by a person. */
function objectPerhaps(state: ShopState, order: Order): void {
  const isMended = order.exception?.kind === "address" && isRightAddress(state, order);
  const isCorrected = order.exception?.kind === "address" && order.events.some(({ action }) => action === "shipping_address_updated");
  if (isMended || (!isCorrected && policyNow(state.settings, order, state.nowMs) === "release")) return;
  const random = drawsFor(state.settings, "objection", order.number);
  if (random.chance(OBJECTION_RATE))
    toDesk(state, state.nowMs + Math.round(random.between(15, 60) * MINUTE_MS), {
      orderNumber: order.number,
      stage: "objection",
      notBy: null,
    });
}

/** An address that an app put there and that is none is found out when the label is to be made, as one that a person got wrong. */
function failPerhaps(state: ShopState, order: Order): void {
  const corrected = order.events.findLast(({ action }) => action === "shipping_address_updated");
  if (corrected?.actor.kind !== "app" || isRightAddress(state, order)) return;
  const random = drawsFor(state.settings, "wrong address", order.number);
  state.due.push(Math.round(state.nowMs + random.between(10, 90) * MINUTE_MS), {
    kind: "address fails again",
    orderNumber: order.number,
  });
}
