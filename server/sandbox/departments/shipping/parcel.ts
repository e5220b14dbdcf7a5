import type { ParcelFacts } from "./policy.ts";
import type { ServiceCode } from "./services.ts";

/** Who made a label: a packer, or a program with a key, under whose name the vendor writes nothing. */
export type LabelMaker = { kind: "packer"; id: number } | { kind: "app"; id: number; title: string };

export interface Label {
  id: number;
  parcelId: number;
  atMs: number;
  by: LabelMaker;
  service: ServiceCode;
  costMinor: number;
  /** Number of the batch; null for a label made alone. */
  batch: number | null;
  voidedMs: number | null;
}

/** An order of the shop as the packing tables see it. */
export interface Parcel extends ParcelFacts {
  id: number;
  orderNumber: number;
  importedMs: number;
  modifiedMs: number;
  status: "awaiting_shipment" | "on_hold" | "shipped" | "cancelled";
  service: ServiceCode | null;
  /** A day, YYYY-MM-DD. */
  heldUntil: string | null;
  tagIds: readonly number[];
  assigneeId: number | null;
  labels: Label[];
  /** Grows whenever somebody settles it: what waited before is void. */
  turn: number;
}
