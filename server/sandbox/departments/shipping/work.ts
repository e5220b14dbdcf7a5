import { MINUTE_MS } from "../../calendar.ts";
import { drawsFor } from "../../shop/settings.ts";
import { shiftFrom } from "../../shop/staff.ts";
import { findOrder } from "../../shop/state.ts";
import { serviceFor } from "./policy.ts";
import { buyLabel, touch, voidLabel } from "./save.ts";
import { SERVICE_CODES } from "./services.ts";
import { findParcel } from "./state.ts";
import type { Parcel } from "./parcel.ts";
import type { Packer } from "./people.ts";
import type { ServiceCode } from "./services.ts";
import type { ShippingState, WaitingParcel, Work } from "./state.ts";

/** Median minutes of a touch at pace 1; a batch takes some for each parcel besides. */
const CHOICE_MINUTES = 1.7;
const VOID_MINUTES = 1.3;
const BATCH_MINUTES = 2.2;
const MINUTES_A_PARCEL = 0.12;
const SPREAD = 0.5;
const LONGEST_TOUCH_MINUTES = 60;
const SMALLEST_BATCH = 6;
const LARGEST_BATCH = 30;
const FAVOURITE_SHARE = 0.12;
const FAVOURITES_AN_ERROR = 4; // A team that hardly errs indulges in favourites as rarely.
const WRONG_LABEL_SHARE = 0.035;

/** A packer looks for the next thing to do; there is always exactly one look or touch ahead for each. */
export function look(state: ShippingState, packer: Packer): void {
  const { settings } = state.opening;
  const looks = (state.looksOf.get(packer.id) ?? 0) + 1;
  state.looksOf.set(packer.id, looks);
  const random = drawsFor(settings, "shipping", "look", packer.id, looks);
  const shift = shiftFrom(settings, packer, state.nowMs);
  if (state.nowMs < shift.startMs) {
    state.due.push(shift.startMs + random.between(1, 9) * MINUTE_MS, { kind: "look", packer });
    return;
  }
  const work = takeWork(state, packer);
  if (!work) {
    state.due.push(state.nowMs + random.lognormal(7, 0.6) * MINUTE_MS, { kind: "look", packer });
    return;
  }
  const endMs = Math.round(state.nowMs + minutesOf(state, work) * MINUTE_MS);
  if (endMs > shift.endMs) {
    putBack(state, work);
    state.due.push(shift.endMs + 1, { kind: "look", packer });
    return;
  }
  state.due.push(endMs, { kind: "touch end", work });
}

/** A pile that is worth a batch comes first, then the oldest parcel that needs a thought. */
function takeWork(state: ShippingState, packer: Packer): Work | null {
  const startMs = state.nowMs;
  for (const service of SERVICE_CODES) {
    const pile = state.ready.get(service) ?? [];
    if (pile.length >= SMALLEST_BATCH) return { kind: "batch", service, parcelIds: pile.splice(0, LARGEST_BATCH), packer, startMs };
  }
  state.waiting = state.waiting.filter((waiting) => isStillWaiting(state, waiting));
  const waiting = state.waiting.shift();
  return waiting ? { kind: "parcel", waiting, packer, startMs } : null;
}

function putBack(state: ShippingState, work: Work): void {
  if (work.kind === "parcel") state.waiting.unshift(work.waiting);
  else state.ready.get(work.service)?.unshift(...work.parcelIds);
}

function minutesOf(state: ShippingState, work: Work): number {
  const { settings } = state.opening;
  const isVoid = work.kind === "parcel" && work.waiting.kind === "wrong label";
  const median = work.kind === "batch" ? BATCH_MINUTES : isVoid ? VOID_MINUTES : CHOICE_MINUTES;
  const key = work.kind === "batch" ? `batch ${work.parcelIds[0]}` : `parcel ${work.waiting.parcelId} ${work.waiting.turn}`;
  const minutes = drawsFor(settings, "shipping", "minutes", key).lognormal(median, SPREAD);
  const packing = work.kind === "batch" ? work.parcelIds.length * MINUTES_A_PARCEL : 0;
  return Math.min(LONGEST_TOUCH_MINUTES, Math.max(0.2, work.packer.pace * (minutes + packing)));
}

/** Somebody or something else may have settled it: then no packer touches it any more. */
function isStillWaiting(state: ShippingState, waiting: WaitingParcel): boolean {
  return findParcel(state, waiting.parcelId)?.turn === waiting.turn;
}

/** The work leaves its trace, and the packer looks for more. */
export function endTouch(state: ShippingState, work: Work): void {
  const { packer, startMs } = work;
  const done = work.kind === "batch" ? runBatch(state, work) : settle(state, work);
  state.opening.onTouch({ department: "shipping", ...done, staffId: packer.id, startMs, endMs: state.nowMs });
  const random = drawsFor(state.opening.settings, "shipping", "pause", packer.id, startMs);
  const minutes = random.chance(0.75) ? random.between(0.2, 1.5) : random.lognormal(6, 0.7);
  state.due.push(Math.round(state.nowMs + minutes * MINUTE_MS), { kind: "look", packer });
}

/** Prints the pile as preset, under one number. The labels bear the instant at which it was started. */
function runBatch(
  state: ShippingState,
  { service, parcelIds, packer }: Extract<Work, { kind: "batch" }>,
): { eventId: number | null; caseId: number; activity: string } {
  const parcels = parcelIds
    .map((id) => findParcel(state, id))
    .filter((parcel) => parcel?.service === service && isShippable(state, parcel));
  const batch = state.nextBatch++;
  const labels = parcels.flatMap((parcel) => (parcel ? [buyLabel(state, parcel, { service, by: packerOf(packer), batch })] : []));
  return { eventId: labels[0]?.id ?? null, caseId: labels[0]?.parcelId ?? parcelIds[0] ?? 0, activity: "print batch" };
}

function settle(
  state: ShippingState,
  { waiting, packer }: Extract<Work, { kind: "parcel" }>,
): { eventId: number | null; caseId: number; activity: string } {
  const parcel = findParcel(state, waiting.parcelId);
  const activity = waiting.kind === "wrong label" ? "void label" : "choose service";
  const base = { caseId: waiting.parcelId, activity };
  if (!parcel || !isStillWaiting(state, waiting)) return { ...base, eventId: null };
  const random = drawsFor(state.opening.settings, "shipping", "after", parcel.id, waiting.turn);
  if (waiting.kind === "wrong label") {
    const label = parcel.labels.findLast(({ voidedMs }) => voidedMs === null);
    if (!label) return { ...base, eventId: null };
    voidLabel(state, parcel, label);
    toTable(state, parcel);
    return { ...base, eventId: label.id };
  }
  if (!isShippable(state, parcel)) return { ...base, eventId: null };
  const label = buyLabel(state, parcel, { service: choiceOf(state, parcel, packer), by: packerOf(packer) });
  if (random.chance(WRONG_LABEL_SHARE))
    state.due.push(Math.round(state.nowMs + random.between(10, 200) * MINUTE_MS), {
      kind: "found wrong",
      parcelId: parcel.id,
      turn: parcel.turn,
    });
  return { ...base, eventId: label.id };
}

/** What the policy says, now and then the packer's favourite or something else. After a void the right one, or else the next best. */
function choiceOf(state: ShippingState, parcel: Parcel, packer: Packer): ServiceCode {
  const { settings } = state.opening;
  const random = drawsFor(settings, "shipping", "choice", parcel.id, parcel.turn);
  const right = serviceFor(parcel);
  const last = parcel.labels.at(-1)?.service;
  if (last !== undefined) return last === right ? "usps_priority_mail" : right;
  if (packer.favourite && random.chance(Math.min(FAVOURITE_SHARE, FAVOURITES_AN_ERROR * settings.profile.errorRate)))
    return packer.favourite;
  return random.chance(settings.profile.errorRate) ? random.pick(SERVICE_CODES) : right;
}

/** Puts a parcel on the table, for somebody to look at it. */
export function toTable(state: ShippingState, parcel: Parcel, kind: WaitingParcel["kind"] = "choose"): void {
  state.waiting.push({ parcelId: parcel.id, kind, turn: parcel.turn, sinceMs: state.nowMs });
}

/** Puts a parcel on the pile of its service, to be printed with others; on the table where it has none. */
export function toPile(state: ShippingState, parcel: Parcel): void {
  if (parcel.service === null) return toTable(state, parcel);
  const pile = state.ready.get(parcel.service) ?? [];
  pile.push(parcel.id);
  state.ready.set(parcel.service, pile);
}

/** Not shipped, held or cancelled; what the shop has cancelled meanwhile is cancelled here too. */
export function isShippable(state: ShippingState, parcel: Parcel): boolean {
  if (parcel.status !== "awaiting_shipment") return false;
  if (!findOrder(state.opening.shop.state, parcel.orderNumber)?.cancelled) return true;
  touch(state, parcel, { status: "cancelled" });
  return false;
}

const packerOf = ({ id }: Packer) => ({ kind: "packer", id }) as const;
