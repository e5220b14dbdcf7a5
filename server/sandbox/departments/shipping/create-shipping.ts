import { MINUTE_MS } from "../../calendar.ts";
import { drawsFor } from "../../shop/settings.ts";
import { findOrder } from "../../shop/state.ts";
import { unreachable } from "../../unreachable.ts";
import { presetFor, serviceFor } from "./policy.ts";
import { applyShippingAction, ShippingAction } from "./act.ts";
import { buyLabel } from "./save.ts";
import { zoneOf } from "./services.ts";
import { emptyState, findParcel, nextParcelId } from "./state.ts";
import { endTouch, isShippable, look, toPile, toTable } from "./work.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Order } from "../../shop/order.ts";
import type { Department, Opening } from "../department.ts";
import type { ShippingResult } from "./act.ts";
import type { Parcel } from "./parcel.ts";
import type { Due, ShippingState } from "./state.ts";

export interface Shipping extends Department {
  /** Read freely; only the packing tables write. */
  readonly state: ShippingState;
  /** An outside app asks for a change, at the present virtual instant; what is accepted is on the disk before this returns. */
  act(action: ShippingAction, by: AppActor): ShippingResult;
}

const IMPORT_MINUTES = 15;
const PROGRAM_SHARE = 0.55; // of what travels as preset: the program that buys by itself takes one channel's parcels
const SECOND_THOUGHT_SHARE = 0.12; // of what could go as preset somebody looks all the same
const EXPRESS_SHARE = 0.09;

/** Buys labels with a key of its own; the vendor names nobody on them. */
export const LABEL_PROGRAM = { kind: "app", id: 7_100_003, title: "ShipDock" } as const;

const OUNCES: Readonly<Record<string, number>> = { MUG: 14, THR: 46, CND: 9, LMP: 88, TRY: 40, LIN: 12, RUG: 140, VAS: 15, KNF: 10, SHL: 120, BSK: 26 }; // prettier-ignore

/** The packing tables: parcels with a preset, those that need a thought, batches, and labels that turn out wrong. */
export function createShipping(opening: Opening): Shipping {
  const state = emptyState(opening);
  for (const packer of state.packers) state.due.push(state.startMs, { kind: "look", packer });
  state.due.push(state.startMs, { kind: "import" });
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
    repeat(action, by) {
      applyShippingAction(state, ShippingAction.parse(action), by);
    },
    act(action, by) {
      const result = applyShippingAction(state, action, by);
      if (result.ok) opening.keep({ department: "shipping", atMs: state.nowMs, by, action, changed: result.changed });
      return result;
    },
  };
}

function happen(state: ShippingState, due: Due): void {
  switch (due.kind) {
    case "import":
      return importOrders(state);
    case "program buys":
      return programBuys(state, due.parcelId);
    case "found wrong":
      return foundWrong(state, due);
    case "look":
      return look(state, due.packer);
    case "touch end":
      return endTouch(state, due.work);
  }
  return unreachable();
}

/** New orders of the shop, with what the automation rules choose; not those that are handed over a counter. */
function importOrders(state: ShippingState): void {
  const { orders } = state.opening.shop.state;
  for (; state.importedOrders < orders.length; state.importedOrders++) {
    const order = orders[state.importedOrders];
    if (order && order.channel !== "Point of Sale") importOrder(state, order);
  }
  state.due.push(state.nowMs + IMPORT_MINUTES * MINUTE_MS, { kind: "import" });
}

function importOrder(state: ShippingState, order: Order): void {
  const random = drawsFor(state.opening.settings, "shipping", "parcel", order.number);
  const weightOunces = order.lines.reduce((sum, { sku, quantity }) => sum + quantity * (OUNCES[sku.slice(3, 6)] ?? 20), 4);
  const facts = {
    weightOunces,
    zone: zoneOf(order.address.provinceCode),
    valueMinor: order.totalMinor,
    isExpressPaid: random.chance(EXPRESS_SHARE),
  };
  const parcel: Parcel = {
    ...facts,
    id: nextParcelId(state),
    orderNumber: order.number,
    importedMs: state.nowMs,
    modifiedMs: state.nowMs,
    status: "awaiting_shipment",
    service: presetFor(facts),
    heldUntil: null,
    tagIds: [],
    assigneeId: null,
    labels: [],
    turn: 0,
  };
  state.parcels.push(parcel);
  state.revision++;
  const { service } = parcel;
  if (service === null || service !== serviceFor(parcel) || random.chance(SECOND_THOUGHT_SHARE)) return toTable(state, parcel);
  if (random.chance(PROGRAM_SHARE)) {
    state.due.push(Math.round(state.nowMs + random.between(8, 90) * MINUTE_MS), { kind: "program buys", parcelId: parcel.id });
    return;
  }
  toPile(state, parcel);
}

function programBuys(state: ShippingState, parcelId: number): void {
  const parcel = findParcel(state, parcelId);
  if (!parcel?.service || !isShippable(state, parcel)) return;
  // What the shop holds goes nowhere by itself: a packer takes it when it is free again.
  if (findOrder(state.opening.shop.state, parcel.orderNumber)?.fulfilment === "ON_HOLD") return toTable(state, parcel);
  buyLabel(state, parcel, { service: parcel.service, by: LABEL_PROGRAM });
}

function foundWrong(state: ShippingState, { parcelId, turn }: { parcelId: number; turn: number }): void {
  const parcel = findParcel(state, parcelId);
  if (parcel && parcel.turn === turn) toTable(state, parcel, "wrong label");
}
