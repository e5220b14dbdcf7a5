import { createEventQueue } from "../../event-queue.ts";
import { CATALOGUE } from "../../shop/catalogue.ts";
import { startOf } from "../../shop/settings.ts";
import type { EventQueue } from "../../event-queue.ts";
import type { StaffMember } from "../../shop/staff.ts";
import type { Opening } from "../department.ts";
import type { Dealings, Transaction } from "./transaction.ts";

/** Why something waits for a person. */
export type Waiting =
  | { kind: "approval" | "silence" | "answer" | "proposal answered" | "escalated"; orderId: number; turn: number; sinceMs: number }
  | { kind: "difference"; itemId: number; by: number; sinceMs: number };

/** A person's step; its end is a save. */
export type Step =
  | "approve purchase order"
  | "chase supplier"
  | "acknowledge order"
  | "update expected date"
  | "ask for an earlier date"
  | "escalate"
  | "adjust stock";

export interface Work {
  waiting: Waiting;
  person: StaffMember;
  step: Step;
  startMs: number;
}

export type Due =
  | { kind: "day"; day: number }
  | { kind: "order" }
  | { kind: "silence"; orderId: number; turn: number }
  | { kind: "answer"; orderId: number; turn: number }
  | { kind: "goods"; orderId: number }
  | { kind: "difference" }
  | { kind: "escalated"; orderId: number; turn: number }
  | { kind: "robot"; orderId: number }
  | { kind: "look"; person: StaffMember }
  | { kind: "touch end"; work: Work };

/** One of the things the shop sells, as the ERP keeps it: at the 3PL, which ships, and in a store room that holds what does not fit there. */
export interface Item {
  id: number;
  sku: string;
  unitCostMinor: number;
  onHand: number;
  /** On hand in the store room. */
  overflow: number;
  onOrder: number;
}

export interface PurchasingState {
  opening: Opening;
  nowMs: number;
  startMs: number;
  /** Grows with every change: tells caches that they are stale. */
  revision: number;
  transactions: Transaction[];
  dealings: Map<number, Dealings>;
  items: Item[];
  waiting: Waiting[];
  looksOf: Map<number, number>;
  /** Orders of the shop whose goods have left, as far as they were counted. */
  countedOrders: number;
  due: EventQueue<Due>;
}

export const LOCATION_ID = 2;
export const STORE_ROOM_ID = 3;
const STORE_ROOM_SHARE = 0.2;
const FIRST_ID = 500_001;
const FIRST_ITEM_ID = 301;
const COST_SHARE = 0.45;

export function emptyState(opening: Opening): PurchasingState {
  const startMs = startOf(opening.settings);
  return {
    opening,
    nowMs: startMs,
    startMs,
    revision: 0,
    transactions: [],
    dealings: new Map(),
    items: CATALOGUE.map(({ sku, unitPriceMinor, weight }, index) => ({
      id: FIRST_ITEM_ID + index,
      sku,
      unitCostMinor: Math.round(unitPriceMinor * COST_SHARE),
      onHand: weight * Math.round(opening.settings.ordersPerDay),
      overflow: Math.round(weight * opening.settings.ordersPerDay * STORE_ROOM_SHARE),
      onOrder: 0,
    })),
    waiting: [],
    looksOf: new Map(),
    countedOrders: 0,
    due: createEventQueue<Due>(),
  };
}

export const nextTransactionId = (state: PurchasingState): number => FIRST_ID + state.transactions.length;

export function findTransaction(state: PurchasingState, id: number): Transaction | undefined {
  return state.transactions[id - FIRST_ID];
}

export const findItem = (state: PurchasingState, id: number): Item | undefined => state.items[id - FIRST_ITEM_ID];

/** Units by item that were ordered and have not left the balances yet: they are on hand, and promised. */
export function unshippedUnits({ opening, countedOrders }: PurchasingState): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const order of opening.shop.state.orders.slice(countedOrders))
    for (const { sku, quantity } of order.lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return units;
}
