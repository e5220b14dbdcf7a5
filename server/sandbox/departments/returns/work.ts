import { HOUR_MS, MINUTE_MS } from "../../calendar.ts";
import { drawsFor } from "../../shop/settings.ts";
import { shiftFrom } from "../../shop/staff.ts";
import { unreachable } from "../../unreachable.ts";
import { declineReasonOf, goodsDecision, REQUEST_DECISIONS, requestDecision, type RequestDecision } from "./policy.ts";
import { approve, decline, dispose, factsOf, refund } from "./record.ts";
import { disposedQuantity, findReturn, isRefunded, orderOf, refundsOf } from "./state.ts";
import type { Actor } from "../../shop/order.ts";
import type { StaffMember } from "../../shop/staff.ts";
import type { ReturnCase } from "./return-case.ts";
import type { ReturnsState, Step, Waiting, Work } from "./state.ts";

/** Median minutes of a touch at pace 1; deciding on a request includes reading it. */
const MEDIAN_MINUTES: Readonly<Record<Step, number>> = {
  "approve return": 3.4,
  "decline return": 4.2,
  refund: 2.3,
  restock: 1.8,
  "write off": 1.6,
};
const SETTLE_MINUTES = 0.7; // It was decided with the refund: only a click is left.
const SPREAD = 0.5;
const LONGEST_TOUCH_MINUTES = 60;
const KEEP_NOTE = "Refunded; please keep the item.";

/** A person looks for the next thing to do; there is always exactly one look or touch ahead for each. */
export function look(state: ReturnsState, person: StaffMember): void {
  const { settings } = state.opening;
  const looks = (state.looksOf.get(person.id) ?? 0) + 1;
  state.looksOf.set(person.id, looks);
  const random = drawsFor(settings, "returns", "look", person.id, looks);
  const shift = shiftFrom(settings, person, state.nowMs);
  const lookAt = (atMs: number) => state.due.push(Math.round(atMs), { kind: "look", person });
  if (state.nowMs < shift.startMs) return lookAt(shift.startMs + random.between(1, 9) * MINUTE_MS);
  const waiting = take(state);
  if (!waiting) return lookAt(state.nowMs + random.lognormal(9, 0.6) * MINUTE_MS);
  const work: Work = { waiting, person, step: stepFor(state, waiting), startMs: state.nowMs };
  const median = waiting.kind === "settle" ? SETTLE_MINUTES : MEDIAN_MINUTES[work.step];
  const minutes = drawsFor(settings, "returns", "minutes", waiting.returnId, waiting.kind).lognormal(median, SPREAD);
  const endMs = Math.round(state.nowMs + Math.min(LONGEST_TOUCH_MINUTES, Math.max(0.2, person.pace * minutes)) * MINUTE_MS);
  if (endMs > shift.endMs) {
    state.waiting.push(waiting);
    return lookAt(shift.endMs + 1);
  }
  state.due.push(endMs, { kind: "touch end", work });
}

/** The oldest that still waits. */
function take(state: ReturnsState): Waiting | null {
  state.waiting = state.waiting.filter((waiting) => isStillWaiting(state, waiting));
  let best = -1;
  for (const [index, { sinceMs }] of state.waiting.entries()) if (best < 0 || sinceMs < (state.waiting[best]?.sinceMs ?? 0)) best = index;
  return best < 0 ? null : (state.waiting.splice(best, 1)[0] ?? null);
}

/** Somebody or something else may have settled it: then no person touches it any more. */
function isStillWaiting(state: ReturnsState, { kind, returnId }: Waiting): boolean {
  const item = findReturn(state, returnId);
  if (!item) return false;
  switch (kind) {
    case "request":
      return item.status === "REQUESTED" && !isRefunded(state, item);
    case "settle":
      return item.status === "REQUESTED";
    case "graded":
      return item.grade === "d" ? disposedQuantity(item) < item.quantity : !isRefunded(state, item);
    case "goods":
      return item.grade !== null && disposedQuantity(item) < item.quantity;
    case "rest":
      return paidBackMinor(state, item) < dueMinor(item);
  }
  return unreachable();
}

/** What the customer is to have by the policy. */
const dueMinor = (item: ReturnCase): number =>
  Math.round(item.valueMinor * (item.grade === null ? 1 : goodsDecision({ ...item, grade: item.grade }).refundShare));

const paidBackMinor = (state: ReturnsState, { orderNumber, id }: ReturnCase): number =>
  refundsOf(state, orderNumber)
    .filter(({ returnId }) => returnId === id)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);

function stepFor(state: ReturnsState, { kind, returnId }: Waiting): Step {
  const item = findReturn(state, returnId);
  if (!item) throw new Error(`Return ${returnId} waits and is not there`);
  switch (kind) {
    case "request": {
      const decision = decisionOf(state, item);
      state.decisions.set(item.id, decision);
      return decision === "approve" ? "approve return" : decision === "decline" ? "decline return" : "refund";
    }
    case "settle":
      return "decline return";
    case "graded":
      return item.grade === "d" ? "write off" : "refund";
    case "goods":
      return restocks(state, item) ? "restock" : "write off";
    case "rest":
      return "refund";
  }
  return unreachable();
}

/** What the policy says of the request, or now and then something else. */
function decisionOf(state: ReturnsState, item: ReturnCase): RequestDecision {
  const { settings } = state.opening;
  const random = drawsFor(settings, "returns", "decision", item.id);
  return random.chance(settings.profile.errorRate) ? random.pick(REQUEST_DECISIONS) : requestDecision(factsOf(state, item));
}

function restocks(state: ReturnsState, item: ReturnCase): boolean {
  const { settings } = state.opening;
  const random = drawsFor(settings, "returns", "goods", item.id);
  if (random.chance(settings.profile.errorRate)) return random.chance(0.5);
  return item.grade !== null && goodsDecision({ ...item, grade: item.grade }).restock;
}

/** The step leaves its trace, and what follows from it is set in motion. */
export function endTouch(state: ReturnsState, { waiting, person, step, startMs }: Work): void {
  const item = findReturn(state, waiting.returnId);
  const isPossible = item !== undefined && isStillWaiting(state, waiting);
  state.opening.onTouch({
    department: "returns",
    eventId: isPossible ? trace(state, item, { waiting, step, by: { kind: "staff", account: person } }) : null,
    caseId: waiting.returnId,
    activity: step,
    staffId: person.id,
    startMs,
    endMs: state.nowMs,
  });
  const random = drawsFor(state.opening.settings, "returns", "pause", person.id, startMs);
  const minutes = random.chance(0.55) ? random.between(0.3, 3) : random.lognormal(14, 0.8);
  state.due.push(Math.round(state.nowMs + minutes * MINUTE_MS), { kind: "look", person });
}

/** @returns the id of the entry */
function trace(state: ReturnsState, item: ReturnCase, { waiting, step, by }: { waiting: Waiting; step: Step; by: Actor }): number | null {
  switch (step) {
    case "approve return":
      return approve(state, item, by);
    case "decline return": {
      const isKept = waiting.kind === "settle";
      const reason = isKept ? "OTHER" : (declineReasonOf(factsOf(state, item)) ?? "OTHER");
      return decline(state, item, { by, reason, note: isKept ? KEEP_NOTE : null });
    }
    case "refund":
      return payBack(state, item, waiting, by);
    case "restock":
      return dispose(state, item, { by, type: "RESTOCKED", quantity: item.quantity - disposedQuantity(item) });
    case "write off":
      return dispose(state, item, {
        by,
        type: item.grade === "d" ? "MISSING" : "NOT_RESTOCKED",
        quantity: item.quantity - disposedQuantity(item),
      });
  }
  return unreachable();
}

/** Now and then too little, which is noticed later and made good. */
function payBack(state: ReturnsState, item: ReturnCase, waiting: Waiting, by: Actor): number {
  const { settings } = state.opening;
  const order = orderOf(state, item);
  const random = drawsFor(settings, "returns", "pay", item.id, waiting.kind);
  const due = dueMinor(item) - paidBackMinor(state, item);
  const isShort = waiting.kind === "graded" && random.chance(settings.profile.reworkRate);
  const quantity = waiting.kind === "rest" ? 0 : item.quantity;
  const { eventId } = refund(state, order, {
    by,
    returnId: item.id,
    lines: quantity === 0 ? [] : [{ lineIndex: item.lineIndex, quantity }],
    amountMinor: isShort ? Math.round(due * 0.6) : due,
    note: waiting.kind === "request" ? KEEP_NOTE : null,
  });
  if (isShort)
    state.due.push(Math.round(state.nowMs + random.between(4, 48) * HOUR_MS), {
      kind: "wait",
      waiting: { kind: "rest", returnId: item.id },
    });
  return eventId;
}
