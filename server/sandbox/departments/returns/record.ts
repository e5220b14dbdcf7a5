import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../calendar.ts";
import { drawsFor } from "../../shop/settings.ts";
import { addTags, appendEvent, notify } from "../../shop/timeline.ts";
import { APPS } from "../../shop/catalogue.ts";
import { declineReasonOf, isApprovedByRule, type RequestFacts } from "./policy.ts";
import { disposedQuantity, isRefunded, nextRefundId, nextReturnId, orderOf, returnsOf } from "./state.ts";
import type { Actor, Order } from "../../shop/order.ts";
import type { DeclineReason, DispositionType, Grade, Refund, ReturnCase, ReturnReason } from "./return-case.ts";
import type { ReturnsState } from "./state.ts";

/** How long a person leaves to an app what it may do next by itself. */
const APP_GRACE_MS = 30 * MINUTE_MS;
const PARCEL_HOURS = [70, 200] as const;
const NEVER_SENT_SHARE = 0.06;
const ASKS_AGAIN_SHARE = 0.2;
const ASKS_AGAIN_WRONGED_SHARE = 0.6;

/** What the desk sees of a request. */
export function factsOf(state: ReturnsState, item: ReturnCase): RequestFacts {
  const { reason, valueMinor, earlierReturns, sku, requestedMs } = item;
  const ageDays = Math.floor((requestedMs - orderOf(state, item).placedMs) / DAY_MS);
  return { reason, valueMinor, earlierReturns, sku, ageDays };
}

/** A customer asks; the shop's rule or a person takes it from there. */
export function request(
  state: ReturnsState,
  order: Order,
  { lineIndex, quantity, reason, note }: { lineIndex: number; quantity: number; reason: ReturnReason; note: string },
): void {
  const line = order.lines[lineIndex];
  if (!line) return;
  const known = returnsOf(state, order.number);
  const earlierReturns = state.returnsOfCustomer.get(order.customerId) ?? 0;
  const item: ReturnCase = {
    id: nextReturnId(state),
    name: `#${order.number}-R${known.length + 1}`,
    orderNumber: order.number,
    lineIndex,
    sku: line.sku,
    quantity,
    valueMinor: quantity * line.unitPriceMinor,
    reason,
    note,
    requestedMs: state.nowMs,
    earlierReturns,
    status: "REQUESTED",
    approvedMs: null,
    decline: null,
    closedMs: null,
    grade: null,
    gradedMs: null,
    dispositions: [],
  };
  state.returns.push(item);
  state.returnsOfOrder.set(order.number, [...known, item]);
  state.returnsOfCustomer.set(order.customerId, earlierReturns + 1);
  enter(state, item, "return_requested", { kind: "customer", channel: order.channel });
  tell(state, item, "returns/request");
  const quick = isApprovedByRule(factsOf(state, item));
  state.due.push(
    state.nowMs + (quick ? 36_000 : MINUTE_MS),
    quick ? { kind: "rule", returnId: item.id } : { kind: "wait", waiting: { kind: "request", returnId: item.id } },
  );
}

/** @returns the entry's id; the parcel is on its way, or never sent */
export function approve(state: ReturnsState, item: ReturnCase, by: Actor): number {
  item.status = "OPEN";
  item.approvedMs = state.nowMs;
  const id = enter(state, item, "return_approved", by);
  tell(state, item, "returns/approve");
  const random = drawsFor(state.opening.settings, "returns", "parcel", item.id);
  const isSent = !random.chance(NEVER_SENT_SHARE);
  if (isSent) state.due.push(Math.round(state.nowMs + random.between(...PARCEL_HOURS) * HOUR_MS), { kind: "parcel", returnId: item.id });
  return id;
}

/** @returns the entry's id; who was turned away asks again now and then, more often when it was wrong */
export function decline(
  state: ReturnsState,
  item: ReturnCase,
  { by, reason, note }: { by: Actor; reason: DeclineReason; note: string | null },
): number {
  item.status = "DECLINED";
  item.decline = { reason, note };
  const id = enter(state, item, "return_declined", by, reason);
  tell(state, item, "returns/decline");
  const random = drawsFor(state.opening.settings, "returns", "asks again", item.id);
  const isWronged = declineReasonOf(factsOf(state, item)) === null;
  if (!isRefunded(state, item) && random.chance(isWronged ? ASKS_AGAIN_WRONGED_SHARE : ASKS_AGAIN_SHARE))
    state.due.push(Math.round(state.nowMs + random.between(4, 60) * HOUR_MS), {
      kind: "request",
      orderNumber: item.orderNumber,
      attempt: returnsOf(state, item.orderNumber).length + 1,
    });
  return id;
}

/** Money goes back. Where it was for a return, what is left to do with it waits for somebody. */
export function refund(
  state: ReturnsState,
  order: Order,
  { by, returnId, lines, amountMinor, note }: { by: Actor } & Pick<Refund, "returnId" | "lines" | "amountMinor" | "note">,
): { refund: Refund; eventId: number } {
  const made: Refund = {
    id: nextRefundId(state),
    orderNumber: order.number,
    returnId,
    atMs: state.nowMs,
    actor: by,
    note,
    lines,
    amountMinor,
  };
  const item = returnsOf(state, order.number).findLast(
    ({ id, lineIndex, status }) => id === returnId || (status !== "DECLINED" && lines.some((line) => line.lineIndex === lineIndex)),
  );
  state.refunds.push(made);
  state.refundsOfOrder.set(order.number, [...(state.refundsOfOrder.get(order.number) ?? []), made]);
  const { shop } = state.opening;
  const entry = { action: "refund_created", actor: by, detail: (amountMinor / 100).toFixed(2) };
  const { id } = appendEvent(shop.state, order, item ? { ...entry, returnId: item.id } : entry);
  notify(shop.state, "refunds/create", order, null, item?.id ?? null);
  if (item) {
    const graceMs = by.kind === "app" ? APP_GRACE_MS : MINUTE_MS;
    const kind = item.status === "REQUESTED" ? "settle" : "goods";
    state.due.push(state.nowMs + graceMs, { kind: "wait", waiting: { kind, returnId: item.id } });
    closeWhenDone(state, item);
  }
  return { refund: made, eventId: id };
}

/** Goods are put on the shelf, written off, or only taken in. @returns the entry's id; taking in leaves none */
export function dispose(
  state: ReturnsState,
  item: ReturnCase,
  { by, type, quantity }: { by: Actor; type: DispositionType; quantity: number },
): number | null {
  item.dispositions.push({ id: state.nextDispositionId++, type, quantity, atMs: state.nowMs });
  const action = type === "PROCESSING_REQUIRED" ? null : type === "RESTOCKED" ? "restock_line_items" : "return_items_written_off";
  const id = action === null ? null : enter(state, item, action, by);
  if (action === null) {
    orderOf(state, item).updatedMs = state.nowMs;
    tell(state, item, "orders/updated");
  }
  tell(state, item, "reverse_fulfillment_orders/dispose");
  closeWhenDone(state, item);
  return id;
}

/** The warehouse's app tells the grade by a tag of the order. */
export function writeGrade(state: ReturnsState, item: ReturnCase, grade: Grade): void {
  item.grade = grade;
  item.gradedMs = state.nowMs;
  addTags(state.opening.shop.state, orderOf(state, item), APPS.threePl, [`return-grade:${grade}`], item.id);
}

function closeWhenDone(state: ReturnsState, item: ReturnCase): void {
  if (item.status !== "OPEN" || disposedQuantity(item) < item.quantity) return;
  if (!isRefunded(state, item) && item.grade !== "d") return;
  item.status = "CLOSED";
  item.closedMs = state.nowMs;
  tell(state, item, "returns/close");
}

function enter(state: ReturnsState, item: ReturnCase, action: string, actor: Actor, detail = ""): number {
  return appendEvent(state.opening.shop.state, orderOf(state, item), { action, actor, detail, returnId: item.id }).id;
}

function tell(state: ReturnsState, item: ReturnCase, topic: Parameters<typeof notify>[1]): void {
  notify(state.opening.shop.state, topic, orderOf(state, item), null, item.id);
}
