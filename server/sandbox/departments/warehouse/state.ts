import { startOf } from "../../shop/settings.ts";
import type { Opening } from "../department.ts";

/** Where a parcel goes, as the 3PL writes it. */
export interface ShipTo {
  name: string | null;
  street1: string;
  street2: string | null;
  city: string;
  state: string | null;
  zip: string | null;
  country: string | null;
}

/** A return that an app has announced by itself, beside those that the returns app announces. */
export interface AnnouncedReturn {
  id: number;
  reference: string;
  trackingNumber: string | null;
  shipmentId: number | null;
  atMs: number;
  cancelledMs: number | null;
  lines: readonly { itemIndex: number; quantity: number; action: "Default" | "Restock" | "Quarantine" | "Dispose" }[];
}

/** Goods that an app has announced, beside the purchase orders that the ERP passes on. */
export interface AnnouncedGoods {
  id: number;
  purchaseOrderNumber: string | null;
  expectedMs: number;
  atMs: number;
  lines: readonly { itemIndex: number; quantity: number }[];
}

export interface WarehouseState {
  opening: Opening;
  nowMs: number;
  /** By order number: cancelled at the 3PL, whatever the shop says. */
  cancelledMs: Map<number, number>;
  /** By order number: another address than the shop's. */
  shipTo: Map<number, { address: ShipTo; atMs: number }>;
  /** By the number of the shop's return. */
  cancelledReturnsMs: Map<number, number>;
  returns: AnnouncedReturn[];
  goods: AnnouncedGoods[];
}

export const FIRST_RETURN_ID = 3_900_001;
export const FIRST_GOODS_ID = 790_001;

export function emptyState(opening: Opening): WarehouseState {
  return {
    opening,
    nowMs: startOf(opening.settings),
    cancelledMs: new Map(),
    shipTo: new Map(),
    cancelledReturnsMs: new Map(),
    returns: [],
    goods: [],
  };
}
