import { DAY_MS, HOUR_MS, MINUTE_MS } from "../calendar.ts";
import { cancelReasonOf, decisionAfterReply, decisionOf, policyDecision } from "./policy.ts";
import { isRightAddress, rightAddress } from "./right-address.ts";
import { drawsFor } from "./settings.ts";
import { shiftFrom } from "./staff.ts";
import { findOrder } from "./state.ts";
import { addHold, addTags, appendEvent, cancelOrder, releaseHolds, setAddress } from "./timeline.ts";
import { unreachable } from "../unreachable.ts";
import type { Actor, HoldReason, Order, TimelineEvent } from "./order.ts";
import type { StaffDecision } from "./policy.ts";
import type { DeskItem, DeskStep, DeskWork, ShopState, Stage } from "./state.ts";
import type { StaffMember } from "./staff.ts";

/** Median minutes of a touch at pace 1. */
const MEDIAN_MINUTES: Record<DeskStep, number> = {
  hold: 1,
  review: 2.3,
  "ask customer": 3.3,
  "fix address": 2.7,
  "release hold": 0.9,
  cancel: 1.6,
  tag: 0.7,
};
// Whoever did not write a comment first has to read the order as part of the next step.
const READING_MINUTES = 1.3;
const SPREAD = 0.55;
const LONGEST_TOUCH_MINUTES = 90;
const REPLY_SHARE = 0.85;
const PATIENCE_HOURS = 48;

/** Tags by which an app says what is to be done; the shop's rule writes to the customer on the first. */
export const ASK_TAG = "ask-customer";
export const WAITING_TAG = "waiting-for-stock";

export const HOLD_REASONS: Record<"address" | "risk" | "stock" | "duplicate" | "none", HoldReason> = {
  address: "INCORRECT_ADDRESS",
  risk: "HIGH_RISK_OF_FRAUD",
  stock: "INVENTORY_OUT_OF_STOCK",
  duplicate: "OTHER",
  none: "OTHER",
};

export function toDesk(state: ShopState, atMs: number, item: Omit<DeskItem, "sinceMs">): void {
  state.due.push(atMs, { kind: "desk", item: { ...item, sinceMs: atMs } });
}

/** A person looks for the next thing to do; there is always exactly one look or touch ahead for each. */
export function look(state: ShopState, person: StaffMember): void {
  const looks = (state.looksOf.get(person.id) ?? 0) + 1;
  state.looksOf.set(person.id, looks);
  const random = drawsFor(state.settings, "look", person.id, looks);
  const shift = shiftFrom(state.settings, person, state.nowMs);
  if (state.nowMs < shift.startMs) {
    state.due.push(shift.startMs + random.between(1, 9) * MINUTE_MS, { kind: "look", person });
    return;
  }
  const item = takeItem(state, person);
  const order = item ? findOrder(state, item.orderNumber) : undefined;
  if (!item || !order) {
    state.due.push(state.nowMs + random.lognormal(9, 0.6) * MINUTE_MS, { kind: "look", person });
    return;
  }
  state.lastKindOf.set(person.id, order.exception?.kind ?? "none");
  begin(state, planWork(state, order, item, person));
}

function takeItem(state: ShopState, person: StaffMember): DeskItem | null {
  state.desk = state.desk.filter((item) => isStillOpen(state, item));
  const lastKind = state.lastKindOf.get(person.id);
  let best: DeskItem | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const item of state.desk) {
    const kind = findOrder(state, item.orderNumber)?.exception?.kind;
    if (item.notBy === person.id || (kind && !person.skills.includes(kind))) continue;
    const age = person.habit === "newest first" ? -item.sinceMs : item.sinceMs;
    const rank = person.habit === "same kind again" && kind === lastKind ? age - 30 * DAY_MS : age;
    if (rank < bestRank) {
      best = item;
      bestRank = rank;
    }
  }
  if (best) state.desk.splice(state.desk.indexOf(best), 1);
  return best;
}

/** Somebody or something else may have settled the order: then no person touches it any more. */
function isStillOpen(state: ShopState, item: DeskItem): boolean {
  const order = findOrder(state, item.orderNumber);
  if (!order || order.cancelled || order.fulfilment === "CLOSED") return false;
  const isHeld = order.holds.length > 0;
  switch (item.stage) {
    case "spot":
    case "doubt":
    case "objection":
      return !isHeld;
    case "decide":
      return isHeld && !(isSettledByApp(order) && item.notBy === null);
    case "reply":
    case "no reply":
    case "stock":
      return isHeld;
  }
  return unreachable();
}

/** An app has asked the customer, or lets the order wait: there is nothing left to decide until something comes of it. */
function isSettledByApp(order: Order): boolean {
  const held = order.events.findLastIndex(({ action }) => action === "fulfillment_hold_added");
  return order.events.some(
    ({ action, actor, detail }, at) =>
      at > held && action === "tag_added" && actor.kind === "app" && [ASK_TAG, WAITING_TAG].some((tag) => detail.split(", ").includes(tag)),
  );
}

function planWork(state: ShopState, order: Order, item: DeskItem, person: StaffMember): DeskWork {
  const random = drawsFor(state.settings, "work", order.number, item.stage);
  const base = { item, person, at: 0, startMs: state.nowMs, handsOver: false };
  const comment: DeskStep[] = random.chance(state.settings.profile.commentRate) ? ["review"] : [];
  switch (item.stage) {
    case "decide":
      if (item.notBy === null && random.chance(state.settings.profile.handoverRate)) return { ...base, steps: ["review"], handsOver: true };
      return { ...base, steps: stepsOf(unlessMended(state, order, decisionOf(state.settings, order, person)), comment) };
    case "spot":
      return { ...base, steps: ["hold", ...stepsOf(decisionOf(state.settings, order, person), comment)] };
    case "objection":
      return { ...base, steps: ["hold", ...stepsOf(policyDecision(order), ["review"])] };
    case "doubt":
      return { ...base, steps: ["hold", "review", "release hold"] };
    case "reply":
      return { ...base, steps: stepsOf(unlessMended(state, order, decisionAfterReply(state.settings, order, true)), []) };
    case "no reply":
      return { ...base, steps: stepsOf(decisionAfterReply(state.settings, order, false), []) };
    case "stock":
      return { ...base, steps: ["release hold"] };
  }
  return unreachable();
}

/** An address that somebody or an app has corrected meanwhile is neither corrected again nor asked for. */
function unlessMended(state: ShopState, order: Order, decision: StaffDecision): StaffDecision {
  const isMended = order.exception?.kind === "address" && order.addressCheck === "NO_ISSUES" && isRightAddress(state, order);
  return isMended && (decision === "fix address" || decision === "ask customer") ? "release" : decision;
}

function stepsOf(decision: StaffDecision, comment: readonly DeskStep[]): readonly DeskStep[] {
  switch (decision) {
    case "release":
      return [...comment, "release hold"];
    case "fix address":
      return ["fix address", "release hold"];
    case "ask customer":
      return ["ask customer"];
    case "cancel":
      return [...comment, "cancel"];
    case "wait for stock":
      return ["tag"];
  }
  return unreachable();
}

/** Starts the step, unless it would run past the end of the half shift: then the item goes back on the desk. */
function begin(state: ShopState, work: DeskWork): void {
  const step = work.steps[work.at];
  const shift = shiftFrom(state.settings, work.person, state.nowMs);
  const endMs = step ? state.nowMs + minutesOf(state, work, step) * MINUTE_MS : state.nowMs;
  if (!step || state.nowMs < shift.startMs || endMs > shift.endMs) {
    const stage: Stage = work.at === 0 ? work.item.stage : "decide";
    state.desk.push({ ...work.item, stage });
    state.due.push(Math.max(shift.endMs, state.nowMs + 1), { kind: "look", person: work.person });
    return;
  }
  state.due.push(Math.round(endMs), { kind: "touch end", work: { ...work, startMs: state.nowMs } });
}

function minutesOf(state: ShopState, work: DeskWork, step: DeskStep): number {
  const random = drawsFor(state.settings, "minutes", work.item.orderNumber, work.item.stage, work.at);
  const reads = work.at === 0 && (step === "release hold" || step === "cancel");
  const median = MEDIAN_MINUTES[step] + (reads ? READING_MINUTES : 0);
  return Math.min(LONGEST_TOUCH_MINUTES, Math.max(0.2, work.person.pace * random.lognormal(median, SPREAD)));
}

/** The step leaves its trace, and what follows from it is set in motion. */
export function endTouch(state: ShopState, work: DeskWork): void {
  const order = findOrder(state, work.item.orderNumber);
  const step = work.steps[work.at];
  if (!order || !step) return;
  const event = isPossible(order, step) ? traceOf(state, order, step, work.person) : null;
  state.onTouch?.({
    eventId: event?.id ?? null,
    orderNumber: order.number,
    activity: step,
    staffId: work.person.id,
    startMs: work.startMs,
    endMs: state.nowMs,
  });
  const random = drawsFor(state.settings, "pause", work.item.orderNumber, work.item.stage, work.at);
  const next = { ...work, at: work.at + 1 };
  if (event && next.at < work.steps.length) {
    begin(state, next);
    return;
  }
  if (event) follow(state, order, step, work);
  const minutes = random.chance(0.65) ? random.between(0.3, 2) : random.lognormal(14, 0.8);
  state.due.push(Math.round(state.nowMs + minutes * MINUTE_MS), { kind: "look", person: work.person });
}

function isPossible(order: Order, step: DeskStep): boolean {
  if (order.cancelled || order.fulfilment === "CLOSED") return false;
  const isHeld = order.holds.length > 0;
  switch (step) {
    case "hold":
      return !isHeld;
    case "release hold":
    case "fix address":
    case "ask customer":
    case "review":
    case "cancel":
      return isHeld;
    case "tag":
      return isHeld && !order.tags.includes(WAITING_TAG);
  }
  return unreachable();
}

function traceOf(state: ShopState, order: Order, step: DeskStep, person: StaffMember): TimelineEvent | null {
  const by: Actor = { kind: "staff", account: person };
  switch (step) {
    case "hold":
      return addHold(state, order, {
        reason: HOLD_REASONS[order.exception?.kind ?? "none"],
        notes: "Held by hand for a second look",
        handle: null,
        by,
      }).event;
    case "review":
      return appendEvent(state, order, { action: "comment", actor: by, detail: commentOn(order), isComment: true });
    case "ask customer":
      return appendEvent(state, order, { action: "mail_sent", actor: by, detail: "We need a moment of your time to ship your order" });
    case "fix address":
      return setAddress(state, order, by, rightAddress(state, order), "NO_ISSUES");
    case "release hold":
      return releaseHolds(state, order, by, null);
    case "cancel":
      return cancelOrder(state, order, by, { reason: cancelReasonOf(order), staffNote: null });
    case "tag":
      return addTags(state, order, by, [WAITING_TAG]);
  }
  return unreachable();
}

function commentOn(order: Order): string {
  switch (order.exception?.kind) {
    case "address":
      return "Looked the address up.";
    case "risk":
      return "Checked the card and the earlier orders.";
    case "stock":
      return "Checked when the item comes in.";
    case "duplicate":
      return "Compared with the other order.";
    case undefined:
      return "Looked at the order.";
  }
  return unreachable();
}

/** The customer answers within two days, or does not. */
export function awaitReply(state: ShopState, order: Order): void {
  const random = drawsFor(state.settings, "follow", order.number, "ask customer");
  if (random.chance(REPLY_SHARE))
    state.due.push(Math.round(state.nowMs + Math.min(PATIENCE_HOURS - 1, random.lognormal(3, 0.9)) * HOUR_MS), {
      kind: "customer reply",
      orderNumber: order.number,
    });
  else toDesk(state, state.nowMs + PATIENCE_HOURS * HOUR_MS, { orderNumber: order.number, notBy: null, stage: "no reply" });
}

/** The order comes back to the desk when its stock is expected, some time later where somebody else looks after it. */
export function awaitStock(state: ShopState, order: Order, laterMs: number): void {
  const etaDays = order.exception?.kind === "stock" ? order.exception.etaDays : 1;
  const dueMs = Math.max(state.nowMs + 5 * MINUTE_MS, order.placedMs + etaDays * DAY_MS) + laterMs;
  toDesk(state, dueMs, { orderNumber: order.number, notBy: null, stage: "stock" });
}

function follow(state: ShopState, order: Order, step: DeskStep, work: DeskWork): void {
  const random = drawsFor(state.settings, "follow", order.number, step);
  const item = { orderNumber: order.number, notBy: null };
  switch (step) {
    case "review":
      if (work.handsOver) toDesk(state, state.nowMs, { ...item, stage: "decide", notBy: work.person.id });
      return;
    case "ask customer":
      awaitReply(state, order);
      return;
    case "tag":
      awaitStock(state, order, 0);
      return;
    case "release hold": {
      const fixes = order.events.filter(({ action }) => action === "shipping_address_updated").length;
      if (fixes === 1 && work.steps.includes("fix address") && random.chance(state.settings.profile.reworkRate)) {
        state.due.push(Math.round(state.nowMs + random.between(10, 90) * MINUTE_MS), {
          kind: "address fails again",
          orderNumber: order.number,
        });
      } else if (work.item.stage === "decide" && random.chance(state.settings.profile.doubtRate)) {
        toDesk(state, Math.round(state.nowMs + random.between(10, 60) * MINUTE_MS), { ...item, stage: "doubt", notBy: work.person.id });
      }
      return;
    }
    case "hold":
    case "fix address":
    case "cancel":
      return;
  }
}
