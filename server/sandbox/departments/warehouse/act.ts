import * as z from "zod";
import { findOrder } from "../../shop/state.ts";
import { unreachable } from "../../unreachable.ts";
import { FIRST_GOODS_ID, FIRST_RETURN_ID } from "./state.ts";
import type { WarehouseState } from "./state.ts";

const Text = z.string().nullable();
const Line = { itemIndex: z.int(), quantity: z.int().positive() };

/** What an outside app may ask of the 3PL. A hold is none of it: the vendor has no call for that. */
export const WarehouseAction = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("cancel shipment"), orderNumber: z.int() }),
  z.strictObject({
    kind: z.literal("address"),
    orderNumber: z.int(),
    address: z.strictObject({ name: Text, street1: z.string(), street2: Text, city: z.string(), state: Text, zip: Text, country: Text }),
  }),
  z.strictObject({
    kind: z.literal("announce return"),
    reference: z.string(),
    trackingNumber: Text,
    shipmentId: z.int().nullable(),
    lines: z.array(z.strictObject({ ...Line, action: z.enum(["Default", "Restock", "Quarantine", "Dispose"]) })).readonly(),
  }),
  z.strictObject({ kind: z.literal("cancel announced return"), id: z.int() }),
  z.strictObject({ kind: z.literal("cancel return of the shop"), returnId: z.int() }),
  z.strictObject({
    kind: z.literal("announce goods"),
    purchaseOrderNumber: Text,
    expectedMs: z.int(),
    lines: z.array(z.strictObject(Line)).readonly(),
  }),
]);
export type WarehouseAction = z.infer<typeof WarehouseAction>;

export type WarehouseRefusal = "not found" | "too late" | "reference taken";
/** `id`: of what was announced; 0 for everything else. */
export type WarehouseResult = { ok: true; changed: boolean; id: number } | { ok: false; refusal: WarehouseRefusal };

/** Refuses or carries out. Whether a return of the shop may still be cancelled, or its reference is taken, the door has found out before. */
export function applyWarehouseAction(state: WarehouseState, action: WarehouseAction): WarehouseResult {
  const done = (id = 0): WarehouseResult => ({ ok: true, changed: true, id });
  switch (action.kind) {
    case "cancel shipment":
    case "address": {
      const order = findOrder(state.opening.shop.state, action.orderNumber);
      if (!order) return { ok: false, refusal: "not found" };
      if (order.fulfilledMs !== null || order.cancelled || state.cancelledMs.has(order.number)) return { ok: false, refusal: "too late" };
      if (action.kind === "address") state.shipTo.set(order.number, { address: action.address, atMs: state.nowMs });
      else state.cancelledMs.set(order.number, state.nowMs);
      return done();
    }
    case "announce return": {
      if (state.returns.some(({ reference }) => reference === action.reference)) return { ok: false, refusal: "reference taken" };
      const { kind: _kind, ...rest } = action;
      const id = FIRST_RETURN_ID + state.returns.length;
      state.returns.push({ ...rest, id, atMs: state.nowMs, cancelledMs: null });
      return done(id);
    }
    case "cancel announced return": {
      const found = state.returns.find(({ id }) => id === action.id);
      if (!found) return { ok: false, refusal: "not found" };
      if (found.cancelledMs !== null) return { ok: false, refusal: "too late" };
      found.cancelledMs = state.nowMs;
      return done();
    }
    case "cancel return of the shop":
      state.cancelledReturnsMs.set(action.returnId, state.nowMs);
      return done();
    case "announce goods": {
      const { kind: _kind, ...rest } = action;
      const id = FIRST_GOODS_ID + state.goods.length;
      state.goods.push({ ...rest, id, atMs: state.nowMs });
      return done(id);
    }
  }
  return unreachable();
}
