import { HOUR_MS, MINUTE_MS } from "../../calendar.ts";
import { APPS } from "../../shop/catalogue.ts";
import { drawsFor } from "../../shop/settings.ts";
import { shiftFrom } from "../../shop/staff.ts";
import { unreachable } from "../../unreachable.ts";
import { askForCount } from "./count-again.ts";
import { DECISIONS, differenceDecision, type DifferenceDecision } from "./policy.ts";
import { adjust, documentOf, settled } from "./record.ts";
import { findDifference, isOpen, newestAt } from "./state.ts";
import type { Actor } from "../../shop/order.ts";
import type { StaffMember } from "../../shop/staff.ts";
import type { InventoryState, Step, Waiting, Work } from "./state.ts";
import type { Difference } from "./stock.ts";

/** Median minutes of a touch at pace 1; deciding on a difference includes comparing the counts. */
const MEDIAN_MINUTES: Readonly<Record<Step, number>> = { "adjust stock": 4.4, "ask for recount": 5.6, "stop selling": 3.1 };
const COUNTED_MINUTES = 1.9; // The comparing was done before.
const REST_MINUTES = 1.4;
const SPREAD = 0.5;
const LONGEST_TOUCH_MINUTES = 60;

/** Lets a difference wait for a planner, as it stands now. */
export function toPlanners(state: InventoryState, { id, turn }: Difference, kind: Waiting["kind"], afterMs: number): void {
  state.due.push(Math.round(state.nowMs + afterMs), { kind: "wait", waiting: { kind, differenceId: id, turn } });
}

/** A planner looks for the next thing to do; there is always exactly one look or touch ahead for each. */
export function look(state: InventoryState, person: StaffMember): void {
  const { settings } = state.opening;
  const looks = (state.looksOf.get(person.id) ?? 0) + 1;
  state.looksOf.set(person.id, looks);
  const random = drawsFor(settings, "inventory", "look", person.id, looks);
  const shift = shiftFrom(settings, person, state.nowMs);
  const lookAt = (atMs: number) => state.due.push(Math.round(atMs), { kind: "look", person });
  if (state.nowMs < shift.startMs) return lookAt(shift.startMs + random.between(1, 9) * MINUTE_MS);
  const waiting = take(state);
  if (!waiting) return lookAt(state.nowMs + random.lognormal(9, 0.6) * MINUTE_MS);
  const work: Work = { waiting, person, step: stepFor(state, waiting), startMs: state.nowMs };
  const minutes = drawsFor(settings, "inventory", "minutes", waiting.differenceId, waiting.kind).lognormal(medianOf(work), SPREAD);
  const endMs = Math.round(state.nowMs + Math.min(LONGEST_TOUCH_MINUTES, Math.max(0.2, person.pace * minutes)) * MINUTE_MS);
  if (endMs > shift.endMs) {
    state.waiting.push(waiting);
    return lookAt(shift.endMs + 1);
  }
  state.due.push(endMs, { kind: "touch end", work });
}

function medianOf({ waiting, step }: Work): number {
  if (waiting.kind === "rest") return REST_MINUTES;
  return waiting.kind === "counted" && step === "adjust stock" ? COUNTED_MINUTES : MEDIAN_MINUTES[step];
}

/** The oldest that still waits. */
function take(state: InventoryState): Waiting | null {
  state.waiting = state.waiting.filter((waiting) => isStillWaiting(state, waiting));
  let best = -1;
  for (const [index, { sinceMs }] of state.waiting.entries()) if (best < 0 || sinceMs < (state.waiting[best]?.sinceMs ?? 0)) best = index;
  return best < 0 ? null : (state.waiting.splice(best, 1)[0] ?? null);
}

/** Somebody or something else may have settled it: then no person touches it any more. */
function isStillWaiting(state: InventoryState, { differenceId, turn, kind }: Waiting): boolean {
  const difference = findDifference(state, differenceId);
  if (difference?.turn !== turn) return false;
  // What was wrong with it before a newer difference came up at the same place is part of that one; what is left over goes with the next publication.
  if (kind === "objection") return newestAt(state, difference.level) === difference;
  if (kind === "rest") return newestAt(state, difference.level) === difference && difference.level.quantities.safety_stock > 0;
  return isOpen(difference);
}

function stepFor(state: InventoryState, { kind, differenceId }: Waiting): Step {
  const difference = findDifference(state, differenceId);
  if (!difference) throw new Error(`Difference ${differenceId} waits and is not there`);
  switch (kind) {
    case "found":
    case "counted":
      return STEP_OF[decisionOf(state, difference)];
    case "rest":
      return "adjust stock";
    case "objection":
      return difference.state === "stopped" ? "adjust stock" : STEP_OF[differenceDecision(difference)];
  }
  return unreachable();
}

const STEP_OF: Readonly<Record<DifferenceDecision, Step>> = { adjust: "adjust stock", recount: "ask for recount", stop: "stop selling" };

/** What the policy says, or now and then something else. What has sold out meanwhile needs not be stopped. */
function decisionOf(state: InventoryState, difference: Difference): DifferenceDecision {
  const decided = drawnDecision(state, difference);
  return decided === "stop" && difference.level.quantities.available === 0 ? "adjust" : decided;
}

function drawnDecision(state: InventoryState, difference: Difference): DifferenceDecision {
  const { settings } = state.opening;
  const random = drawsFor(settings, "inventory", "decision", difference.id, difference.countedAs ?? "");
  if (!random.chance(settings.profile.errorRate)) return differenceDecision(difference);
  const drawn = random.pick(DECISIONS);
  return drawn === "recount" && difference.countedAs !== null ? "adjust" : drawn;
}

/** The step leaves its trace, and what follows from it is set in motion. */
export function endTouch(state: InventoryState, { waiting, person, step, startMs }: Work): void {
  const difference = findDifference(state, waiting.differenceId);
  const isPossible = difference !== undefined && isStillWaiting(state, waiting);
  state.opening.onTouch({
    department: "inventory",
    eventId: isPossible ? trace(state, difference, { waiting, step, by: { kind: "staff", account: person } }) : null,
    caseId: waiting.differenceId,
    activity: step,
    staffId: person.id,
    startMs,
    endMs: state.nowMs,
  });
  const random = drawsFor(state.opening.settings, "inventory", "pause", person.id, startMs);
  const minutes = random.chance(0.55) ? random.between(0.3, 3) : random.lognormal(14, 0.8);
  state.due.push(Math.round(state.nowMs + minutes * MINUTE_MS), { kind: "look", person });
}

type Doing = { waiting: Waiting; step: Step; by: Actor };

/** @returns the id of the adjustment; null when there was nothing left to change */
function trace(state: InventoryState, difference: Difference, doing: Doing): number | null {
  switch (doing.step) {
    case "adjust stock":
      return adjustAsDecided(state, difference, doing);
    case "ask for recount": {
      const { level } = difference;
      const from = level.quantities.safety_stock > 0 ? "safety_stock" : "available";
      const units = Math.min(difference.unitsApart, level.quantities[from]);
      difference.isReopened = from === "available";
      const group = adjust(state, {
        ...signed(difference, doing, "quality_control"),
        changes: [
          { level, state: from, delta: -units },
          { level, state: "quality_control", delta: units },
        ],
      });
      if (group) askForCount(state, difference);
      return group?.id ?? null;
    }
    case "stop selling": {
      const { level } = difference;
      const units = level.quantities.available;
      const group = adjust(state, {
        ...signed(difference, doing, "safety_stock"),
        changes: [
          { level, state: "available", delta: -units },
          { level, state: "safety_stock", delta: units },
        ],
      });
      difference.state = "stopped";
      difference.turn++;
      return group?.id ?? null;
    }
  }
  return unreachable();
}

/** Now and then only a part, which is noticed later and made good. */
function adjustAsDecided(state: InventoryState, difference: Difference, doing: Doing): number | null {
  const { settings } = state.opening;
  const { level, countedAs } = difference;
  const random = drawsFor(settings, "inventory", "adjust", difference.id, doing.waiting.kind);
  const held = level.quantities.safety_stock;
  const isShort = doing.waiting.kind !== "rest" && held > 1 && random.chance(settings.profile.reworkRate);
  const units = isShort ? Math.ceil(held / 2) : held;
  const isMended = doing.waiting.kind === "objection";
  const changes =
    isMended && held === 0 ? mended(difference) : settled({ ...difference, isReopened: difference.isReopened || isMended }, { asCounted: countedAs ?? "ledger", units }); // prettier-ignore
  const group = adjust(state, { ...signed(difference, doing, countedAs === null ? "correction" : "cycle_count_available"), changes });
  difference.state = "settled";
  difference.turn++;
  if (isShort) toPlanners(state, difference, "rest", random.between(2, 20) * HOUR_MS);
  return group?.id ?? null;
}

/** Units that an app has put on sale although they are not there, or has taken off the books although they are. */
function mended({ level, unitsApart, direction, countedAs }: Difference): Parameters<typeof adjust>[1]["changes"] {
  const belongOnSale = (direction === "channel below") === ((countedAs ?? "ledger") === "ledger");
  return [{ level, state: "available", delta: belongOnSale ? unitsApart : -Math.min(unitsApart, level.quantities.available) }];
}

/** A planner works in the page of the app that has found the difference: the vendor then knows the person, the app and the document. */
const signed = (difference: Difference, { by }: Doing, reason: string) => ({
  by,
  app: APPS.stock,
  reason,
  documentUri: documentOf(difference),
});
