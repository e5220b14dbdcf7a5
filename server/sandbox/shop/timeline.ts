import type { Actor, CancelReason, Hold, HoldReason, Order, TimelineEvent } from "./order.ts";
import type { ShopState } from "./state.ts";

/** What outside systems are told about. */
export type NoticeTopic =
  | "orders/create"
  | "orders/updated"
  | "orders/cancelled"
  | "fulfillment_orders/placed_on_hold"
  | "fulfillment_orders/hold_released"
  | "fulfillment_holds/added"
  | "fulfillment_holds/released"
  | "returns/request"
  | "returns/approve"
  | "returns/decline"
  | "returns/close"
  | "refunds/create"
  | "reverse_fulfillment_orders/dispose";

export interface Notice {
  topic: NoticeTopic;
  orderNumber: number;
  atMs: number;
  hold: Hold | null;
  /** The return that it is about, where there is one. */
  returnId: number | null;
}

/** Adds an entry to an order's timeline. Ids ascend with time; the order counts as updated. */
export function appendEvent(
  state: ShopState,
  order: Order,
  entry: { action: string; actor: Actor; detail?: string; isComment?: boolean; returnId?: number },
): TimelineEvent {
  const event: TimelineEvent = {
    id: state.nextEventId++,
    orderNumber: order.number,
    action: entry.action,
    atMs: state.nowMs,
    actor: entry.actor,
    detail: entry.detail ?? "",
    isComment: entry.isComment ?? false,
    returnId: entry.returnId ?? null,
  };
  order.events.push(event);
  order.updatedMs = state.nowMs;
  state.events.push(event);
  notify(state, entry.action === "placed" ? "orders/create" : "orders/updated", order, null);
  return event;
}

export function notify(state: ShopState, topic: NoticeTopic, order: Order, hold: Hold | null, returnId: number | null = null): void {
  state.revision++;
  state.onNotice?.({ topic, orderNumber: order.number, atMs: state.nowMs, hold, returnId });
}

export function addHold(
  state: ShopState,
  order: Order,
  input: { reason: HoldReason; notes: string; handle: string | null; by: Actor },
): { hold: Hold; event: TimelineEvent } {
  const hold: Hold = { id: state.nextHoldId++, ...input };
  const isFirst = order.holds.length === 0;
  order.holds.push(hold);
  order.fulfilment = "ON_HOLD";
  const event = appendEvent(state, order, { action: "fulfillment_hold_added", actor: input.by, detail: input.reason });
  notify(state, "fulfillment_holds/added", order, hold);
  if (isFirst) notify(state, "fulfillment_orders/placed_on_hold", order, hold);
  return { hold, event };
}

/** Releases the given holds, or all of them. One timeline entry, however many holds. */
export function releaseHolds(state: ShopState, order: Order, by: Actor, holdIds: readonly number[] | null): TimelineEvent {
  const released = order.holds.filter(({ id }) => holdIds === null || holdIds.includes(id));
  order.holds = order.holds.filter((hold) => !released.includes(hold));
  const event = appendEvent(state, order, {
    action: "fulfillment_hold_released",
    actor: by,
    detail: released.map(({ reason }) => reason).join(", "),
  });
  for (const hold of released) notify(state, "fulfillment_holds/released", order, hold);
  if (order.holds.length === 0) {
    order.fulfilment = "OPEN";
    state.openOrders.add(order.number);
    notify(state, "fulfillment_orders/hold_released", order, null);
  }
  return event;
}

/** Adds those tags that are new; no timeline entry and null when there are none. */
export function addTags(state: ShopState, order: Order, by: Actor, tags: readonly string[], returnId?: number): TimelineEvent | null {
  const fresh = tags.filter((tag) => !order.tags.some((known) => known.toLowerCase() === tag.toLowerCase()));
  if (fresh.length === 0) return null;
  order.tags = [...order.tags, ...fresh].sort();
  const entry = { action: "tag_added", actor: by, detail: fresh.join(", ") };
  return appendEvent(state, order, returnId === undefined ? entry : { ...entry, returnId });
}

export function removeTags(state: ShopState, order: Order, by: Actor, tags: readonly string[]): TimelineEvent | null {
  const gone = order.tags.filter((known) => tags.some((tag) => tag.toLowerCase() === known.toLowerCase()));
  if (gone.length === 0) return null;
  order.tags = order.tags.filter((tag) => !gone.includes(tag));
  return appendEvent(state, order, { action: "tag_removed", actor: by, detail: gone.join(", ") });
}

export function cancelOrder(
  state: ShopState,
  order: Order,
  by: Actor,
  input: { reason: CancelReason; staffNote: string | null },
): TimelineEvent {
  order.holds = [];
  order.fulfilment = "CANCELLED";
  order.cancelled = { atMs: state.nowMs, ...input };
  order.closedMs = state.nowMs;
  state.openOrders.delete(order.number);
  const event = appendEvent(state, order, { action: "cancelled", actor: by, detail: input.reason });
  notify(state, "orders/cancelled", order, null);
  return event;
}

export function setAddress(
  state: ShopState,
  order: Order,
  by: Actor,
  address: Order["address"],
  check: Order["addressCheck"],
): TimelineEvent {
  order.address = address;
  order.addressCheck = check;
  return appendEvent(state, order, { action: "shipping_address_updated", actor: by });
}
