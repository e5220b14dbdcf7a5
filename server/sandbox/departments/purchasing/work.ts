import { HOUR_MS, MINUTE_MS } from "../../calendar.ts";
import { drawsFor } from "../../shop/settings.ts";
import { shiftFrom } from "../../shop/staff.ts";
import { unreachable } from "../../unreachable.ts";
import { PLANNERS } from "./people.ts";
import { dateDecision, PATIENCE_HOURS } from "./policy.ts";
import { createTransaction, saveTransaction, type Author } from "./save.ts";
import { findItem, findTransaction } from "./state.ts";
import type { StaffMember } from "../../shop/staff.ts";
import type { PurchasingState, Step, Waiting, Work } from "./state.ts";
import type { Dealings, Transaction } from "./transaction.ts";

/** Median minutes of a touch at pace 1. */
const MEDIAN_MINUTES: Readonly<Record<Step, number>> = {
  "approve purchase order": 1.8,
  "chase supplier": 3.8,
  "acknowledge order": 1.4,
  "update expected date": 2.6,
  "ask for an earlier date": 3.4,
  escalate: 4.2,
  "adjust stock": 2.4,
};
const SPREAD = 0.5;
const LONGEST_TOUCH_MINUTES = 60;
const FILE_SHARE = 0.08;

/** A person looks for the next thing to do; there is always exactly one look or touch ahead for each. */
export function look(state: PurchasingState, person: StaffMember): void {
  const { settings } = state.opening;
  const looks = (state.looksOf.get(person.id) ?? 0) + 1;
  state.looksOf.set(person.id, looks);
  const random = drawsFor(settings, "purchasing", "look", person.id, looks);
  const shift = shiftFrom(settings, person, state.nowMs);
  if (state.nowMs < shift.startMs) {
    state.due.push(shift.startMs + random.between(1, 9) * MINUTE_MS, { kind: "look", person });
    return;
  }
  const waiting = take(state, person);
  if (!waiting) {
    state.due.push(state.nowMs + random.lognormal(9, 0.6) * MINUTE_MS, { kind: "look", person });
    return;
  }
  const work: Work = { waiting, person, step: stepFor(state, waiting), startMs: state.nowMs };
  const key = waiting.kind === "difference" ? `item ${waiting.itemId}` : `order ${waiting.orderId} ${waiting.turn}`;
  const minutes = drawsFor(settings, "purchasing", "minutes", key, waiting.sinceMs).lognormal(MEDIAN_MINUTES[work.step], SPREAD);
  const endMs = Math.round(state.nowMs + Math.min(LONGEST_TOUCH_MINUTES, Math.max(0.2, person.pace * minutes)) * MINUTE_MS);
  if (endMs > shift.endMs) {
    state.waiting.push(waiting);
    state.due.push(shift.endMs + 1, { kind: "look", person });
    return;
  }
  state.due.push(endMs, { kind: "touch end", work });
}

/** The oldest that this role takes. */
function take(state: PurchasingState, person: StaffMember): Waiting | null {
  state.waiting = state.waiting.filter((waiting) => isStillWaiting(state, waiting));
  let best = -1;
  for (const [index, waiting] of state.waiting.entries()) {
    if ((waiting.kind === "difference") !== PLANNERS.includes(person)) continue;
    if (best < 0 || waiting.sinceMs < (state.waiting[best]?.sinceMs ?? 0)) best = index;
  }
  return best < 0 ? null : (state.waiting.splice(best, 1)[0] ?? null);
}

/** Somebody or something else may have settled it: then no person touches it any more. */
function isStillWaiting(state: PurchasingState, waiting: Waiting): boolean {
  return waiting.kind === "difference" || state.dealings.get(waiting.orderId)?.turn === waiting.turn;
}

function stepFor(state: PurchasingState, waiting: Waiting): Step {
  switch (waiting.kind) {
    case "approval":
      return "approve purchase order";
    case "silence":
      return "chase supplier";
    case "answer":
      return answerStep(state, waiting.orderId, waiting.turn);
    case "proposal answered":
    case "escalated":
      return "update expected date";
    case "difference":
      return "adjust stock";
  }
  return unreachable();
}

/** What the policy says of the supplier's answer, or now and then something else. */
function answerStep(state: PurchasingState, orderId: number, turn: number): Step {
  const dealings = state.dealings.get(orderId);
  if (!dealings || dealings.movedByDays === 0) return "acknowledge order";
  const { settings } = state.opening;
  const random = drawsFor(settings, "purchasing", "decision", orderId, turn);
  const decision = random.chance(settings.profile.errorRate) ? random.pick(["accept", "propose", "escalate"]) : dateDecision(dealings);
  if (decision === "accept") return "update expected date";
  return decision === "propose" ? "ask for an earlier date" : "escalate";
}

/** The step leaves its trace, and what follows from it is set in motion. */
export function endTouch(state: PurchasingState, { waiting, person, step, startMs }: Work): void {
  const isPossible = isStillWaiting(state, waiting);
  const id = isPossible ? trace(state, waiting, { person, step }) : null;
  state.opening.onTouch({
    department: "purchasing",
    eventId: id,
    caseId: waiting.kind === "difference" ? waiting.itemId : waiting.orderId,
    activity: step,
    staffId: person.id,
    startMs,
    endMs: state.nowMs,
  });
  const random = drawsFor(state.opening.settings, "purchasing", "pause", person.id, startMs);
  const minutes = random.chance(0.55) ? random.between(0.3, 3) : random.lognormal(14, 0.8);
  state.due.push(Math.round(state.nowMs + minutes * MINUTE_MS), { kind: "look", person });
}

/** @returns the id of the document that was saved */
function trace(state: PurchasingState, waiting: Waiting, { person, step }: { person: StaffMember; step: Step }): number | null {
  if (waiting.kind === "difference") return adjust(state, waiting, person);
  const order = findTransaction(state, waiting.orderId);
  const dealings = state.dealings.get(waiting.orderId);
  if (!order || !dealings) return null;
  const by: Author = { id: person.id, context: "UIF" };
  const random = drawsFor(state.opening.settings, "purchasing", "after", order.id, dealings.turn);
  dealings.turn++;
  const due = { orderId: order.id, turn: dealings.turn };
  switch (step) {
    case "approve purchase order":
      saveTransaction(state, order, by, { status: "B" });
      awaitAnswer(state, order);
      break;
    case "chase supplier":
      dealings.chases++;
      saveTransaction(state, order, by, { memo: `Asked ${dealings.chases === 1 ? "" : "again "}for a confirmation`.trim() });
      state.due.push(Math.round(state.nowMs + random.between(3, 30) * HOUR_MS), { kind: "answer", ...due });
      break;
    case "acknowledge order":
      dealings.isSettled = true;
      saveTransaction(state, order, by, { isAcknowledged: true });
      break;
    case "ask for an earlier date":
      dealings.proposals++;
      dealings.movedByDays = Math.ceil(dealings.movedByDays / 2);
      saveTransaction(state, order, by, { memo: "Asked for an earlier date" });
      state.due.push(Math.round(state.nowMs + random.between(6, 36) * HOUR_MS), { kind: "answer", ...due });
      break;
    case "escalate":
      saveTransaction(state, order, by, { memo: "Escalated: late and critical" });
      state.due.push(Math.round(state.nowMs + random.between(16, 30) * HOUR_MS), { kind: "escalated", ...due });
      break;
    case "update expected date":
      dealings.isSettled = true;
      saveTransaction(state, order, by, {
        lines: wishedDays(order, dealings).map(({ id, day }) => ({ id, expectedDay: day })),
      });
      break;
    case "adjust stock":
      return null;
  }
  return order.id;
}

function adjust(state: PurchasingState, waiting: Extract<Waiting, { kind: "difference" }>, person: StaffMember): number | null {
  const item = findItem(state, waiting.itemId);
  if (!item) return null;
  const random = drawsFor(state.opening.settings, "purchasing", "adjust", item.id, waiting.sinceMs);
  const context = random.chance(FILE_SHARE) ? "CSV" : "UIF";
  return adjustItem(state, { itemId: item.id, by: waiting.by, memo: "Counted", author: { id: person.id, context } });
}

/** Writes an adjustment and the balance. @returns the document's id */
export function adjustItem(
  state: PurchasingState,
  { itemId, by, memo, author, externalId }: { itemId: number; by: number; memo: string; author: Author; externalId?: string },
): number | null {
  const item = findItem(state, itemId);
  if (!item) return null;
  const line = { itemId, sku: item.sku, quantity: by, received: 0, expectedDay: null };
  const made = createTransaction(state, { type: "InvAdjst", author, memo, lines: [line], ...(externalId ? { externalId } : {}) });
  item.onHand += by;
  return made.id;
}

/** The supplier has the order: the answer comes, or it does not. */
export function awaitAnswer(state: PurchasingState, order: Transaction): void {
  const dealings = state.dealings.get(order.id);
  if (!dealings) return;
  dealings.turn++;
  const random = drawsFor(state.opening.settings, "purchasing", "answers in", order.id);
  const due = { orderId: order.id, turn: dealings.turn };
  const hours = random.chance(0.56) ? random.between(4, 40) : Number.POSITIVE_INFINITY;
  if (hours < Number.POSITIVE_INFINITY) state.due.push(Math.round(state.nowMs + hours * HOUR_MS), { kind: "answer", ...due });
  else state.due.push(state.nowMs + PATIENCE_HOURS * HOUR_MS, { kind: "silence", ...due });
}

/** The days that the supplier will hold, by line. */
export const wishedDays = ({ lines }: Transaction, { movedByDays }: Dealings): { id: number; day: number }[] =>
  lines.map(({ id, expectedDay }) => ({ id, day: (expectedDay ?? 0) + movedByDays }));
