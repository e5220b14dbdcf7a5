import type { Actor } from "../../shop/order.ts";

/** Where units of an item stand at a location, in the vendor's words. */
export const STATES = ["available", "safety_stock", "quality_control", "damaged", "reserved"] as const;
export type StockState = (typeof STATES)[number];

/** Channels of the shop; each has a location of its own at the vendor, since quantities stand at locations. */
export const CHANNELS = [
  { locationId: 91_000_011, name: "Online Store stock", channel: "Online Store", share: 0.82 },
  { locationId: 91_000_012, name: "Shop stock", channel: "Shop", share: 0.12 },
  { locationId: 91_000_013, name: "Point of Sale stock", channel: "Point of Sale", share: 0.06 },
] as const;

export const FIRST_ITEM_ID = 45_000_001;

/** What one channel has of one item. */
export interface Level {
  itemIndex: number;
  channelIndex: number;
  quantities: Record<StockState, number>;
  updatedMs: number;
}

export interface Change {
  level: Level;
  state: StockState;
  delta: number;
  after: number;
}

/** One act on stock, as the vendor keeps it: who, why, under which document, and each quantity that it changed. */
export interface AdjustmentGroup {
  id: number;
  atMs: number;
  actor: Actor;
  /** The page or program through which it came; null for the vendor's own. */
  app: { id: number; title: string } | null;
  reason: string;
  documentUri: string | null;
  changes: readonly Change[];
}

/** What the app that compares stock has found between a channel and the ledger, and how far it has come. */
export interface Difference {
  id: number;
  level: Level;
  unitsApart: number;
  /** Which of the two shows more. */
  direction: "channel above" | "channel below";
  ledgerQuantity: number;
  channelQuantity: number;
  soldPerDay: number;
  foundMs: number;
  state: "found" | "recount" | "counted" | "settled" | "stopped";
  countedAs: "ledger" | "channel" | null;
  /** A planner has reopened it after an app had settled it: then what was put aside of it goes back on sale. */
  isReopened: boolean;
  /** Grows whenever it waits for something else: what waited before is void. */
  turn: number;
}
