import * as z from "zod";
import { unreachable } from "../../unreachable.ts";
import { packersOf } from "./people.ts";
import { buyLabel, touch, voidLabel } from "./save.ts";
import { SERVICE_CODES } from "./services.ts";
import { findLabel, findParcel } from "./state.ts";
import { toPile, toTable } from "./work.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Label, Parcel } from "./parcel.ts";
import type { ShippingState } from "./state.ts";

const Service = z.enum(SERVICE_CODES);

/** What an outside app may ask for. */
export const ShippingAction = z.discriminatedUnion("kind", [
  // The vendor saves whole orders: what an app leaves out is blank afterwards.
  z.strictObject({
    kind: z.literal("save order"),
    parcelId: z.int(),
    service: Service.nullable(),
    weightOunces: z.number(),
    valueMinor: z.int(),
    isExpressPaid: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("hold"), parcelId: z.int(), until: z.iso.date() }),
  z.strictObject({ kind: z.literal("release"), parcelId: z.int() }),
  z.strictObject({ kind: z.literal("add tag"), parcelId: z.int(), tagId: z.int() }),
  z.strictObject({ kind: z.literal("assign"), parcelId: z.int(), packerId: z.int() }),
  z.strictObject({ kind: z.literal("buy label"), parcelId: z.int(), service: Service }),
  z.strictObject({ kind: z.literal("void label"), labelId: z.int() }),
]);
export type ShippingAction = z.infer<typeof ShippingAction>;

export type ShippingRefusal = "not found" | "not open" | "not held" | "unknown user" | "voided";
export type ShippingResult = { ok: true; changed: boolean; parcel: Parcel; label: Label | null } | { ok: false; refusal: ShippingRefusal };

/** Refuses or carries out; the packers see the new state and act on that. */
export function applyShippingAction(state: ShippingState, action: ShippingAction, app: AppActor): ShippingResult {
  const label = action.kind === "void label" ? findLabel(state, action.labelId) : undefined;
  const parcel = findParcel(state, action.kind === "void label" ? (label?.parcelId ?? 0) : action.parcelId);
  if (!parcel) return { ok: false, refusal: "not found" };
  const done = (changed: boolean, made: Label | null = null): ShippingResult => ({ ok: true, changed, parcel, label: made });
  const isOpen = parcel.status === "awaiting_shipment" || parcel.status === "on_hold";
  switch (action.kind) {
    case "save order": {
      if (!isOpen) return { ok: false, refusal: "not open" };
      const { service, weightOunces, valueMinor, isExpressPaid } = action;
      touch(state, parcel, { service, weightOunces, valueMinor, isExpressPaid });
      // What an app has chosen is not thought over again; what it has blanked is.
      if (parcel.status === "awaiting_shipment") toPile(state, parcel);
      return done(true);
    }
    case "hold":
      if (!isOpen) return { ok: false, refusal: "not open" };
      touch(state, parcel, { status: "on_hold", heldUntil: action.until });
      return done(true);
    case "release":
      if (parcel.status !== "on_hold") return { ok: false, refusal: "not held" };
      touch(state, parcel, { status: "awaiting_shipment", heldUntil: null });
      toTable(state, parcel);
      return done(true);
    case "add tag":
      if (parcel.tagIds.includes(action.tagId)) return done(false);
      parcel.tagIds = [...parcel.tagIds, action.tagId].sort((a, b) => a - b);
      parcel.modifiedMs = state.nowMs;
      state.revision++;
      return done(true);
    case "assign":
      if (!packersOf(state.opening.settings).some(({ id }) => id === action.packerId)) return { ok: false, refusal: "unknown user" };
      parcel.assigneeId = action.packerId;
      parcel.modifiedMs = state.nowMs;
      state.revision++;
      return done(true);
    case "buy label":
      if (parcel.status !== "awaiting_shipment") return { ok: false, refusal: "not open" };
      return done(true, buyLabel(state, parcel, { service: action.service, by: app }));
    case "void label":
      if (!label || label.voidedMs !== null) return { ok: false, refusal: "voided" };
      voidLabel(state, parcel, label);
      toTable(state, parcel);
      return done(true, label);
  }
  return unreachable();
}
