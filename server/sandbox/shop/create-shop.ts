import { MINUTE_MS, atLocal, dayOf, weekdayOf } from "../calendar.ts";
import { applyAction } from "./act.ts";
import { replyNote, suggestedAddresses } from "./address-evidence.ts";
import { APPS, FLOW } from "./catalogue.ts";
import { arrivalMinutes, demandOf } from "./demand.ts";
import { HOLD_REASONS, endTouch, look, toDesk } from "./desk.ts";
import { drawOrder, drawTwin } from "./draw-order.ts";
import { SHOP, drawsFor } from "./settings.ts";
import { BOT_ACCOUNT } from "./staff.ts";
import { emptyState, findOrder } from "./state.ts";
import { addHold, addTags, appendEvent } from "./timeline.ts";
import { unreachable } from "../unreachable.ts";
import type { ActionResult, AppActor, ShopAction } from "./act.ts";
import type { Order } from "./order.ts";
import type { ShopSettings } from "./settings.ts";
import type { Due, ShopState, Touch } from "./state.ts";
import type { Notice } from "./timeline.ts";

export interface Shop {
  /** Read freely; only the shop writes. */
  readonly state: ShopState;
  /** Everything due up to and including this instant happens. An instant already passed changes nothing. */
  advance(toMs: number): void;
  /** When something happens next. */
  nextMs(): number;
  /** An outside app asks for a change, at the present virtual instant. */
  act(action: ShopAction, by: AppActor): ActionResult;
  onNotice(listener: ((notice: Notice) => void) | null): void;
}

// 6 in 100 exceptions slip past the apps and rules: a person notices them.
const SPOTTED_BY_PEOPLE = 0.06;
const WAVE_MINUTES = [15 * 60, 19 * 60] as const;
const CUTOFF_MINUTES = 30;
const SECONDS_PER_PARCEL = 4;
const BOT_HOUR = 2;
const ORDERS_PER_BOT_TOUCH = 25;

/**
 * The simulated shop, at the first instant of its back-fill: call advance(settings.untilMs) to fill it.
 * The same settings and the same actions at the same instants give the same shop, however the time
 * between is cut into steps.
 */
export function createShop(settings: ShopSettings, listeners: { onTouch?: (touch: Touch) => void } = {}): Shop {
  const state = emptyState(settings, demandOf(settings));
  state.onTouch = listeners.onTouch ?? null;
  for (const person of state.staff) state.due.push(state.startMs, { kind: "look", person });
  state.due.push(state.startMs, { kind: "day", day: dayOf(SHOP.zone, state.startMs) });
  return {
    state,
    nextMs: () => state.due.nextMs(),
    advance(toMs) {
      for (let next = state.due.popUntil(toMs); next; next = state.due.popUntil(toMs)) {
        state.nowMs = Math.max(state.nowMs, Math.round(next.atMs));
        happen(state, next.item);
      }
      state.nowMs = Math.max(state.nowMs, toMs);
    },
    act: (action, by) => applyAction(state, action, by),
    onNotice(listener) {
      state.onNotice = listener;
    },
  };
}

function happen(state: ShopState, due: Due): void {
  switch (due.kind) {
    case "day":
      return openDay(state, due.day);
    case "order":
      return placeOrder(state, due.twinOf);
    case "checks":
      return checkOrder(state, due.orderNumber);
    case "desk":
      state.desk.push(due.item);
      return;
    case "customer reply":
      return takeReply(state, due.orderNumber);
    case "address fails again":
      return holdAgain(state, due.orderNumber);
    case "look":
      return look(state, due.person);
    case "touch end":
      return endTouch(state, due.work);
    case "wave":
      return startWave(state);
    case "fulfil":
      return fulfil(state, due.orderNumber);
    case "bot":
      return botTag(state, due.orderNumber, due.tag);
  }
}

function openDay(state: ShopState, day: number): void {
  const { settings } = state;
  const midnight = atLocal(SHOP.zone, day, 0);
  for (const minute of arrivalMinutes(settings, day, state.meanOrdersOf(day)))
    state.due.push(Math.round(midnight + minute * MINUTE_MS), { kind: "order", twinOf: null });
  if (weekdayOf(day) !== 0) for (const minute of WAVE_MINUTES) state.due.push(atLocal(SHOP.zone, day, minute), { kind: "wave" });
  const tag = `batch-${new Date(day * 86_400_000).toISOString().slice(0, 10)}`;
  const yesterday = state.orders.filter(({ placedMs }) => placedMs >= midnight - 86_400_000);
  yesterday
    .filter((_, index) => index % ORDERS_PER_BOT_TOUCH === 0)
    .forEach((order, turn) => {
      state.due.push(atLocal(SHOP.zone, day, BOT_HOUR * 60 + turn), { kind: "bot", orderNumber: order.number, tag });
    });
  state.due.push(atLocal(SHOP.zone, day + 1, 0), { kind: "day", day: day + 1 });
}

function placeOrder(state: ShopState, twinOf: { orderNumber: number; sameItems: boolean } | null): void {
  const { settings, customers, nowMs } = state;
  const first = twinOf ? findOrder(state, twinOf.orderNumber) : undefined;
  const order = drawOrder(settings, customers, {
    number: state.nextOrderNumber++,
    placedMs: nowMs,
    twinOf: first && twinOf ? { order: first, sameItems: twinOf.sameItems } : null,
  });
  state.orders.push(order);
  state.openOrders.add(order.number);
  appendEvent(state, order, { action: "placed", actor: { kind: "customer", channel: order.channel } });
  appendEvent(state, order, { action: "confirmed", actor: { kind: "system" } });
  appendEvent(state, order, { action: "mail_sent", actor: { kind: "system" }, detail: "Order confirmation" });
  const random = drawsFor(settings, "checks", order.number);
  if (order.exception) state.due.push(nowMs + Math.round(random.between(4, 45) * 1000), { kind: "checks", orderNumber: order.number });
  const twin = twinOf ? null : drawTwin(settings, order);
  if (twin)
    state.due.push(nowMs + Math.round(twin.minutes * MINUTE_MS), {
      kind: "order",
      twinOf: { orderNumber: order.number, sameItems: twin.sameItems },
    });
}

/** Apps and rules look at a new order: they tag what they found and hold it. */
function checkOrder(state: ShopState, orderNumber: number): void {
  const order = findOrder(state, orderNumber);
  const exception = order?.exception;
  if (!order || !exception || order.cancelled || order.holds.length > 0) return;
  const random = drawsFor(state.settings, "spotted", orderNumber);
  if (random.chance(SPOTTED_BY_PEOPLE)) {
    toDesk(state, state.nowMs + Math.round(random.between(10, 120) * MINUTE_MS), { orderNumber, stage: "spot", notBy: null });
    return;
  }
  const { by, tags, notes } = findingOf(order, exception);
  order.attributes = [...order.attributes, ...suggestedAddresses(state, order)];
  addTags(state, order, by, tags);
  addHold(state, order, { reason: HOLD_REASONS[exception.kind], notes, handle: `${exception.kind}-check`, by });
  toDesk(state, state.nowMs + MINUTE_MS, { orderNumber, stage: "decide", notBy: null });
}

function findingOf(
  order: Order,
  exception: NonNullable<Order["exception"]>,
): { by: typeof FLOW | (typeof APPS)["stock"] | (typeof APPS)["addressCheck"]; tags: string[]; notes: string } {
  switch (exception.kind) {
    case "address":
      return {
        by: APPS.addressCheck,
        tags: [`address:${exception.issue}`],
        notes: `Address check: ${exception.issue.replaceAll("_", " ")}`,
      };
    case "risk":
      return { by: FLOW, tags: [`risk:${exception.level.toLowerCase()}`], notes: `Risk level ${exception.level.toLowerCase()}` };
    case "stock":
      return {
        by: APPS.stock,
        tags: [`stock:eta_${exception.etaDays}d`],
        notes: `${exception.sku} is out of stock, expected in ${exception.etaDays} days`,
      };
    case "duplicate":
      return {
        by: FLOW,
        tags: [
          exception.sameItems ? "duplicate:same_items" : "duplicate:other_items",
          exception.minutesApart <= 30 ? "duplicate:within_30_min" : "duplicate:after_30_min",
        ],
        notes: `Possible duplicate of #${exception.ofOrder}, ${exception.minutesApart} minutes apart`,
      };
  }
  return unreachable();
}

function takeReply(state: ShopState, orderNumber: number): void {
  const order = findOrder(state, orderNumber);
  if (!order || order.cancelled || order.fulfilment === "CLOSED") return;
  order.note = replyNote(state, order);
  appendEvent(state, order, { action: "note_updated", actor: APPS.helpdesk, detail: "Customer replied" });
  toDesk(state, state.nowMs, { orderNumber, stage: "reply", notBy: null });
}

function holdAgain(state: ShopState, orderNumber: number): void {
  const order = findOrder(state, orderNumber);
  if (!order || order.fulfilment !== "OPEN") return;
  order.addressCheck = "ERROR";
  addHold(state, order, {
    reason: "INCORRECT_ADDRESS",
    notes: "Address check: the carrier does not know this address",
    handle: "address-check-2",
    by: APPS.addressCheck,
  });
  toDesk(state, state.nowMs + MINUTE_MS, { orderNumber, stage: "decide", notBy: null });
}

function startWave(state: ShopState): void {
  const ready = [...state.openOrders].filter((number) => {
    const order = findOrder(state, number);
    return order?.fulfilment === "OPEN" && order.placedMs <= state.nowMs - CUTOFF_MINUTES * MINUTE_MS;
  });
  ready.forEach((orderNumber, turn) => state.due.push(state.nowMs + turn * SECONDS_PER_PARCEL * 1000, { kind: "fulfil", orderNumber }));
}

function fulfil(state: ShopState, orderNumber: number): void {
  const order = findOrder(state, orderNumber);
  if (!order || order.fulfilment !== "OPEN") return;
  order.fulfilment = "CLOSED";
  order.fulfilledMs = state.nowMs;
  order.closedMs = state.nowMs;
  state.openOrders.delete(orderNumber);
  appendEvent(state, order, { action: "fulfillment_success", actor: APPS.shipping });
  appendEvent(state, order, { action: "mail_sent", actor: { kind: "system" }, detail: "Shipping confirmation" });
  appendEvent(state, order, { action: "closed", actor: { kind: "system" } });
}

function botTag(state: ShopState, orderNumber: number, tag: string): void {
  const order = findOrder(state, orderNumber);
  if (order) addTags(state, order, { kind: "staff", account: BOT_ACCOUNT }, [tag]);
}
