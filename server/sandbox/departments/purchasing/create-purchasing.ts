import { MINUTE_MS, atLocal, dayOf, weekdayOf } from "../../calendar.ts";
import { SHOP, drawsFor } from "../../shop/settings.ts";
import { unreachable } from "../../unreachable.ts";
import { applyPurchasingAction, PurchasingAction } from "./act.ts";
import {
  answersByEdi,
  BUYERS,
  EDI_ID,
  FIRST_SUPPLIER_ID,
  MAIL_ID,
  PLANNERS,
  ROBOT_ID,
  SUPPLIER_NAMES,
  SYSTEM_ID,
  WAREHOUSE_ID,
} from "./people.ts";
import { needsApproval } from "./policy.ts";
import { createTransaction, PRIORITY_FIELD, saveTransaction, STATUS_FIELD, TOTAL_FIELD } from "./save.ts";
import { emptyState, findItem, findTransaction } from "./state.ts";
import { adjustItem, awaitAnswer, endTouch, look, wishedDays } from "./work.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Department, Opening } from "../department.ts";
import type { PurchasingResult } from "./act.ts";
import type { Due, PurchasingState } from "./state.ts";

export interface Purchasing extends Department {
  /** Read freely; only purchasing writes. */
  readonly state: PurchasingState;
  /** An outside app asks for a change, at the present virtual instant; what is accepted is on the disk before this returns. */
  act(action: PurchasingAction, by: AppActor): PurchasingResult;
}

const ORDERS_PER_SHOP_ORDER = 0.018; // nine a day at 500 orders
const DIFFERENCES_PER_SHOP_ORDER = 0.04;
const MOVED_SHARE = 0.33;
const ROUNDING_SHARE = 0.3;
const PLANNED_RECEIPTS = 0.12; // booked by the ERP itself from the notice of delivery
const ROBOT_SHARE = 0.2;
const LEAD_DAYS = [12, 40] as const;

/** Buying and stock: orders that wait for an answer, dates that move, goods that come in, and balances that are not true. */
export function createPurchasing(opening: Opening): Purchasing {
  const state = emptyState(opening);
  for (const person of [...BUYERS, ...PLANNERS]) state.due.push(state.startMs, { kind: "look", person });
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
    repeat(action) {
      applyPurchasingAction(state, PurchasingAction.parse(action));
    },
    act(action, by) {
      const result = applyPurchasingAction(state, action);
      if (result.ok) opening.keep({ department: "purchasing", atMs: state.nowMs, by, action, changed: result.changed });
      return result;
    },
  };
}

function happen(state: PurchasingState, due: Due): void {
  switch (due.kind) {
    case "day":
      return openDay(state, due.day);
    case "order":
      return placeOrder(state);
    case "silence":
      return waitFor(state, { ...due, kind: "silence" });
    case "answer":
      return takeAnswer(state, due);
    case "escalated":
      return waitFor(state, { ...due, kind: "escalated" });
    case "goods":
      return receiveGoods(state, due.orderId);
    case "difference":
      return findDifference(state);
    case "robot":
      return robotSaves(state, due.orderId);
    case "look":
      return look(state, due.person);
    case "touch end":
      return endTouch(state, due.work);
  }
  return unreachable();
}

function waitFor(
  state: PurchasingState,
  waiting: { kind: "silence" | "escalated" | "answer" | "approval"; orderId: number; turn: number },
): void {
  if (state.dealings.get(waiting.orderId)?.turn !== waiting.turn) return;
  state.waiting.push({ ...waiting, sinceMs: state.nowMs });
}

function openDay(state: PurchasingState, day: number): void {
  const { settings, shop } = state.opening;
  shipGoods(state);
  state.due.push(atLocal(SHOP.zone, day + 1, 0), { kind: "day", day: day + 1 });
  if (weekdayOf(day) === 0 || weekdayOf(day) === 6) return;
  const random = drawsFor(settings, "purchasing", "day", day);
  const mean = shop.state.meanOrdersOf(day);
  for (let index = random.poisson(mean * ORDERS_PER_SHOP_ORDER * 1.4); index > 0; index--)
    state.due.push(Math.round(atLocal(SHOP.zone, day, 6 * 60) + random.between(0, 10) * MINUTE_MS), { kind: "order" });
  for (let index = random.poisson(mean * DIFFERENCES_PER_SHOP_ORDER * 1.4); index > 0; index--)
    state.due.push(Math.round(atLocal(SHOP.zone, day, random.between(5 * 60, 18 * 60))), { kind: "difference" });
}

/** What the shop has shipped since the last count leaves the balances. */
function shipGoods(state: PurchasingState): void {
  const { orders } = state.opening.shop.state;
  const idOf = new Map(state.items.map((item) => [item.sku, item]));
  for (; state.countedOrders < orders.length; state.countedOrders++)
    for (const line of orders[state.countedOrders]?.lines ?? []) {
      const item = idOf.get(line.sku);
      if (item) item.onHand -= line.quantity;
    }
  state.revision++;
}

/** The program that plans replenishment orders what is lowest against its pace. */
function placeOrder(state: PurchasingState): void {
  const { settings } = state.opening;
  const number = state.transactions.length;
  const random = drawsFor(settings, "purchasing", "order", number);
  const lowest = [...state.items].sort((a, b) => a.onHand + a.onOrder - (b.onHand + b.onOrder))[random.integer(0, 3)] ?? state.items[0];
  if (!lowest) return;
  const supplierId = FIRST_SUPPLIER_ID + random.integer(0, SUPPLIER_NAMES.size - 1);
  const quantity = random.integer(20, 220);
  const expectedDay = dayOf(SHOP.zone, state.nowMs) + random.integer(...LEAD_DAYS);
  const valueMinor = quantity * lowest.unitCostMinor;
  const movedByDays = random.chance(MOVED_SHARE) ? random.integer(1, 25) : 0;
  const isCritical = random.chance(0.4);
  const status = needsApproval(valueMinor) ? "A" : "B";
  const order = createTransaction(state, {
    type: "PurchOrd",
    author: { id: SYSTEM_ID, context: "SCH" },
    supplierId,
    status,
    firstValues: {
      [STATUS_FIELD]: status,
      [TOTAL_FIELD]: (valueMinor / 100).toFixed(2),
      [PRIORITY_FIELD]: isCritical ? "critical" : "usual",
    },
    lines: [{ itemId: lowest.id, sku: lowest.sku, quantity, received: 0, expectedDay }],
  });
  lowest.onOrder += quantity;
  state.dealings.set(order.id, {
    valueMinor,
    movedByDays,
    isCritical,
    isAnswered: false,
    isSettled: false,
    chases: 0,
    proposals: 0,
    turn: 0,
  });
  const arrives = expectedDay + movedByDays + random.integer(-2, 2);
  state.due.push(Math.round(atLocal(SHOP.zone, Math.max(arrives, dayOf(SHOP.zone, state.nowMs) + 5), random.between(7 * 60, 16 * 60))), {
    kind: "goods",
    orderId: order.id,
  });
  if (order.status === "A") waitFor(state, { kind: "approval", orderId: order.id, turn: 0 });
  else awaitAnswer(state, order);
  if (random.chance(ROBOT_SHARE)) {
    const night = atLocal(SHOP.zone, dayOf(SHOP.zone, state.nowMs) + 1, 2 * 60);
    state.due.push(night + (number % 50) * MINUTE_MS, { kind: "robot", orderId: order.id });
  }
}

/**
 * EDI writes a confirmation, and the date that the supplier wishes for, by itself; of a mail the ERP only knows that it came. A mail and
 * every wish for another date wait for a buyer.
 */
function takeAnswer(state: PurchasingState, { orderId, turn }: { orderId: number; turn: number }): void {
  const order = findTransaction(state, orderId);
  const dealings = state.dealings.get(orderId);
  if (!order || !dealings || dealings.turn !== turn) return;
  dealings.isAnswered = true;
  if (answersByEdi(order.supplierId ?? 0) && dealings.movedByDays === 0) {
    dealings.isSettled = true;
    dealings.turn++;
    saveTransaction(state, order, { id: EDI_ID, context: "WBS" }, { isAcknowledged: true });
    return;
  }
  if (answersByEdi(order.supplierId ?? 0))
    saveTransaction(state, order, { id: EDI_ID, context: "WBS" }, { supplierDays: wishedDays(order, dealings) });
  else saveTransaction(state, order, { id: MAIL_ID, context: "WBS" }, { hasMail: true });
  if (dealings.proposals > 0) state.waiting.push({ kind: "proposal answered", orderId, turn, sinceMs: state.nowMs });
  else waitFor(state, { kind: "answer", orderId, turn });
}

function receiveGoods(state: PurchasingState, orderId: number): void {
  const order = findTransaction(state, orderId);
  const [line] = order?.lines ?? [];
  if (!order || !line || order.status === "H") return;
  const random = drawsFor(state.opening.settings, "purchasing", "goods", orderId);
  const quantity = random.chance(0.1) ? Math.floor(line.quantity * 0.8) : line.quantity;
  const isPlanned = random.chance(PLANNED_RECEIPTS);
  createTransaction(state, {
    type: "ItemRcpt",
    author: isPlanned ? { id: SYSTEM_ID, context: "SCH" } : { id: WAREHOUSE_ID, context: "WBS" },
    madeFrom: order.id,
    lines: [{ itemId: line.itemId, sku: line.sku, quantity, received: quantity, expectedDay: null }],
  });
  const item = findItem(state, line.itemId);
  if (item) {
    item.onHand += quantity;
    item.onOrder = Math.max(0, item.onOrder - line.quantity);
  }
  const dealings = state.dealings.get(orderId);
  if (dealings) dealings.turn++;
  const isWhole = quantity === line.quantity;
  // The state follows from the receipt: a rule of the ERP within the receipt's own save.
  saveTransaction(
    state,
    order,
    { id: SYSTEM_ID, context: "UEV" },
    { status: isWhole ? "F" : "D", lines: [{ id: line.id, received: quantity }] },
  );
}

/** A count that differs: by one the ERP's own script mends it, everything else waits for a planner. */
function findDifference(state: PurchasingState): void {
  const random = drawsFor(state.opening.settings, "purchasing", "difference", state.nowMs);
  const item = state.items[random.integer(0, state.items.length - 1)];
  if (!item) return;
  const sign = random.chance(0.7) ? -1 : 1;
  if (random.chance(ROUNDING_SHARE)) {
    adjustItem(state, { itemId: item.id, by: sign, memo: "By one", author: { id: SYSTEM_ID, context: "SCH" } });
    return;
  }
  state.waiting.push({ kind: "difference", itemId: item.id, by: sign * random.integer(2, 24), sinceMs: state.nowMs });
}

/** A script that drives the browser with a log-in of its own, at night and on the minute. */
function robotSaves(state: PurchasingState, orderId: number): void {
  const order = findTransaction(state, orderId);
  if (!order) return;
  const text = `Seen ${new Date(state.nowMs).toISOString().slice(0, 10)}`;
  saveTransaction(state, order, { id: ROBOT_ID, context: "UIF" }, { memo: order.memo ? `${order.memo}; ${text}` : text });
}
