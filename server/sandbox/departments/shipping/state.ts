import { createEventQueue } from "../../event-queue.ts";
import { startOf } from "../../shop/settings.ts";
import { packersOf } from "./people.ts";
import type { EventQueue } from "../../event-queue.ts";
import type { Opening } from "../department.ts";
import type { Label, Parcel } from "./parcel.ts";
import type { Packer } from "./people.ts";
import type { ServiceCode } from "./services.ts";

/** A parcel that a person has to look at: to choose its service, or because its label turned out wrong. */
export interface WaitingParcel {
  parcelId: number;
  kind: "choose" | "wrong label";
  turn: number;
  sinceMs: number;
}

/** One stretch of a packer's attention: a parcel, or a batch of those that travel as preset. */
export type Work =
  | { kind: "parcel"; waiting: WaitingParcel; packer: Packer; startMs: number }
  | { kind: "batch"; service: ServiceCode; parcelIds: readonly number[]; packer: Packer; startMs: number };

export type Due =
  | { kind: "import" }
  | { kind: "program buys"; parcelId: number }
  | { kind: "found wrong"; parcelId: number; turn: number }
  | { kind: "look"; packer: Packer }
  | { kind: "touch end"; work: Work };

export interface ShippingState {
  opening: Opening;
  nowMs: number;
  startMs: number;
  /** Grows with every change: tells caches that they are stale. */
  revision: number;
  parcels: Parcel[];
  labels: Label[];
  /** Orders of the shop that were looked at for the import. */
  importedOrders: number;
  waiting: WaitingParcel[];
  /** Parcels that travel as preset, by service, until somebody runs a batch. */
  ready: Map<ServiceCode, number[]>;
  packers: readonly Packer[];
  looksOf: Map<number, number>;
  nextBatch: number;
  due: EventQueue<Due>;
}

const FIRST_PARCEL_ID = 210_000_001;
const FIRST_LABEL_ID = 330_000_001;

export function emptyState(opening: Opening): ShippingState {
  const startMs = startOf(opening.settings);
  return {
    opening,
    nowMs: startMs,
    startMs,
    revision: 0,
    parcels: [],
    labels: [],
    importedOrders: 0,
    waiting: [],
    ready: new Map(),
    packers: packersOf(opening.settings),
    looksOf: new Map(),
    nextBatch: 10_001,
    due: createEventQueue<Due>(),
  };
}

export const nextParcelId = (state: ShippingState): number => FIRST_PARCEL_ID + state.parcels.length;
export const nextLabelId = (state: ShippingState): number => FIRST_LABEL_ID + state.labels.length;
export const findParcel = (state: ShippingState, id: number): Parcel | undefined => state.parcels[id - FIRST_PARCEL_ID];
export const findLabel = (state: ShippingState, id: number): Label | undefined => state.labels[id - FIRST_LABEL_ID];
