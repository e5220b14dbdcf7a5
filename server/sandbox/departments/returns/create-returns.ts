import { DAY_MS, HOUR_MS, MINUTE_MS, atLocal, dayOf } from "../../calendar.ts";
import { APPS, FLOW } from "../../shop/catalogue.ts";
import { SHOP, drawsFor } from "../../shop/settings.ts";
import { findOrder } from "../../shop/state.ts";
import { unreachable } from "../../unreachable.ts";
import { applyReturnsAction, ReturnsAction } from "./act.ts";
import { RETURNS_DESK } from "./people.ts";
import { isRestockedByApp } from "./policy.ts";
import { approve, dispose, request, writeGrade } from "./record.ts";
import { disposedQuantity, emptyState, findReturn, isRefunded, refundedQuantity, returnsOf } from "./state.ts";
import { endTouch, look } from "./work.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Department, Opening } from "../department.ts";
import type { ReturnsResult } from "./act.ts";
import type { Grade, ReturnReason } from "./return-case.ts";
import type { Due, ReturnsState } from "./state.ts";

export interface Returns extends Department {
  /** Read freely; only returns write. */
  readonly state: ReturnsState;
  /** An outside app asks for a change, at the present virtual instant; what is accepted is on the disk before this returns. */
  act(action: ReturnsAction, by: AppActor): ReturnsResult;
}

const RETURNED_SHARE = 0.062; // 31 a day at 500 orders
const LONGEST_ON_ITS_WAY_DAYS = 40; // An order that was held longer than this is not sent back.
const GRADED_AFTER_HOURS = [2, 26] as const;
const APP_MINUTES = 6;

const REASON_WEIGHTS: readonly [readonly [ReturnReason, number], ...(readonly [ReturnReason, number])[]] = [
  ["unwanted", 34],
  ["style", 12],
  ["color", 8],
  ["other", 10],
  ["defective", 14],
  ["wrong_item", 8],
  ["not_as_described", 14],
];
type GradeWeights = readonly [readonly [Grade, number], ...(readonly [Grade, number])[]];
const GRADES_OF_FAULTS: GradeWeights = [
  ["a", 12],
  ["b", 33],
  ["c", 52],
  ["d", 3],
];
const GRADES_OF_CHANGED_MINDS: GradeWeights = [
  ["a", 66],
  ["b", 22],
  ["c", 10],
  ["d", 2],
];
const FAULTS: ReadonlySet<ReturnReason> = new Set(["defective", "wrong_item", "not_as_described"]);

/** What comes back: requests, parcels, grades, and the people who decide on both. */
export function createReturns(opening: Opening): Returns {
  const state = emptyState(opening);
  for (const person of RETURNS_DESK) state.due.push(state.startMs, { kind: "look", person });
  state.due.push(state.startMs, { kind: "day", day: dayOf(SHOP.zone, state.startMs) });
  return {
    state,
    nextMs: () => state.due.nextMs(),
    advance(toMs) {
      for (let next = state.due.popUntil(toMs); next; next = state.due.popUntil(toMs)) {
        state.nowMs = Math.max(state.nowMs, next.atMs);
        happen(state, next.item);
      }
      state.nowMs = Math.max(state.nowMs, toMs);
    },
    repeat(action, by) {
      applyReturnsAction(state, ReturnsAction.parse(action), by);
    },
    act(action, by) {
      const result = applyReturnsAction(state, action, by);
      if (result.ok) opening.keep({ department: "returns", atMs: state.nowMs, by, action, changed: result.changed });
      return result;
    },
  };
}

function happen(state: ReturnsState, due: Due): void {
  switch (due.kind) {
    case "day":
      return openDay(state, due.day);
    case "request":
      return takeRequest(state, due);
    case "wait":
      state.waiting.push({ ...due.waiting, sinceMs: state.nowMs });
      return;
    case "look":
      return look(state, due.person);
    case "touch end":
      return endTouch(state, due.work);
    case "rule":
    case "parcel":
    case "grade":
    case "app restocks":
      return happenTo(state, due);
  }
  return unreachable();
}

/** Of what was shipped yesterday some will come back, days to weeks later. */
function openDay(state: ReturnsState, day: number): void {
  state.due.push(atLocal(SHOP.zone, day + 1, 0), { kind: "day", day: day + 1 });
  const { settings, shop } = state.opening;
  const { orders } = shop.state;
  const [fromMs, toMs] = [atLocal(SHOP.zone, day - 1, 0), state.nowMs];
  for (let index = orders.length - 1; index >= 0; index--) {
    const order = orders[index];
    if (!order || order.placedMs < toMs - LONGEST_ON_ITS_WAY_DAYS * DAY_MS) break;
    if (order.fulfilledMs === null || order.fulfilledMs < fromMs || order.fulfilledMs >= toMs) continue;
    const random = drawsFor(settings, "returns", "order", order.number);
    if (!random.chance(RETURNED_SHARE)) continue;
    const days = random.between(2, 4) + random.lognormal(4, 1.1);
    state.due.push(Math.round(order.fulfilledMs + days * DAY_MS), { kind: "request", orderNumber: order.number, attempt: 1 });
  }
}

/** A second request is about the same line; it comes only after the first was declined. */
function takeRequest(state: ReturnsState, { orderNumber, attempt }: { orderNumber: number; attempt: number }): void {
  const order = findOrder(state.opening.shop.state, orderNumber);
  const earlier = returnsOf(state, orderNumber).at(-1);
  if (!order || (earlier && earlier.status !== "DECLINED")) return;
  const random = drawsFor(state.opening.settings, "returns", "request", orderNumber, attempt);
  const lineIndex = earlier?.lineIndex ?? random.integer(0, order.lines.length - 1);
  const left = (order.lines[lineIndex]?.quantity ?? 0) - refundedQuantity(state, orderNumber, lineIndex);
  if (left < 1) return;
  const reason = earlier?.reason ?? random.weighted(REASON_WEIGHTS);
  request(state, order, {
    lineIndex,
    quantity: earlier?.quantity ?? (random.chance(0.7) ? 1 : left),
    reason,
    note: earlier ? "Asked again" : "",
  });
}

function happenTo(state: ReturnsState, { kind, returnId }: { kind: "rule" | "parcel" | "grade" | "app restocks"; returnId: number }): void {
  const item = findReturn(state, returnId);
  if (!item) return;
  const random = drawsFor(state.opening.settings, "returns", kind, returnId);
  switch (kind) {
    case "rule":
      if (item.status === "REQUESTED" && !isRefunded(state, item)) approve(state, item, FLOW);
      return;
    case "parcel":
      dispose(state, item, { by: APPS.threePl, type: "PROCESSING_REQUIRED", quantity: item.quantity });
      state.due.push(Math.round(state.nowMs + random.between(...GRADED_AFTER_HOURS) * HOUR_MS), { kind: "grade", returnId });
      return;
    case "grade": {
      const grade = random.weighted(FAULTS.has(item.reason) ? GRADES_OF_FAULTS : GRADES_OF_CHANGED_MINDS);
      writeGrade(state, item, grade);
      const isPaid = isRefunded(state, item);
      state.due.push(state.nowMs + MINUTE_MS, { kind: "wait", waiting: { kind: isPaid ? "goods" : "graded", returnId } });
      if (isRestockedByApp(grade, item.sku)) state.due.push(state.nowMs + APP_MINUTES * MINUTE_MS, { kind: "app restocks", returnId });
      return;
    }
    case "app restocks":
      if (disposedQuantity(item) < item.quantity)
        dispose(state, item, { by: APPS.returns, type: "RESTOCKED", quantity: item.quantity - disposedQuantity(item) });
      return;
  }
  return unreachable();
}
