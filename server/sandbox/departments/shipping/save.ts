import { costMinor } from "./services.ts";
import { nextLabelId } from "./state.ts";
import type { Label, LabelMaker, Parcel } from "./parcel.ts";
import type { ServiceCode } from "./services.ts";
import type { ShippingState } from "./state.ts";

/** Buys a label: the parcel takes its service and is shipped. */
export function buyLabel(
  state: ShippingState,
  parcel: Parcel,
  { service, by, batch = null }: { service: ServiceCode; by: LabelMaker; batch?: number | null },
): Label {
  const label: Label = {
    id: nextLabelId(state),
    parcelId: parcel.id,
    atMs: state.nowMs,
    by,
    service,
    costMinor: costMinor(service, parcel),
    batch,
    voidedMs: null,
  };
  state.labels.push(label);
  parcel.labels.push(label);
  touch(state, parcel, { status: "shipped", service });
  return label;
}

/** Voids a label: the parcel waits to be shipped again. */
export function voidLabel(state: ShippingState, parcel: Parcel, label: Label): void {
  label.voidedMs = state.nowMs;
  touch(state, parcel, { status: "awaiting_shipment" });
}

/** Writes changes of a parcel; what waited for it before is void. */
export function touch(state: ShippingState, parcel: Parcel, changes: Partial<Omit<Parcel, "id" | "labels" | "turn" | "modifiedMs">>): void {
  Object.assign(parcel, changes);
  parcel.modifiedMs = state.nowMs;
  parcel.turn++;
  state.revision++;
}
