import { createEventQueue } from "../event-queue.ts";
import { rosterOf } from "./staff.ts";
import { startOf } from "./settings.ts";
import type { EventQueue } from "../event-queue.ts";
import type { Customer, Order, TimelineEvent } from "./order.ts";
import type { ShopSettings } from "./settings.ts";
import type { StaffMember } from "./staff.ts";
import type { Notice } from "./timeline.ts";

/** One stretch of a person's attention, with the times no vendor records. */
export interface Touch {
  /** The timeline entry it ended in; null when somebody else had settled the order meanwhile. */
  eventId: number | null;
  orderNumber: number;
  activity: string;
  staffId: number;
  startMs: number;
  endMs: number;
}

/** Why an order waits for a person. */
export type Stage = "decide" | "spot" | "reply" | "no reply" | "stock" | "doubt" | "objection";

export interface DeskItem {
  orderNumber: number;
  stage: Stage;
  sinceMs: number;
  /** A person who may not take it, because the item was handed over. */
  notBy: number | null;
}

/** A step of a person's work on an item; its end is a timeline entry. */
export type DeskStep = "hold" | "review" | "ask customer" | "fix address" | "release hold" | "cancel" | "tag";

export interface DeskWork {
  item: DeskItem;
  person: StaffMember;
  steps: readonly DeskStep[];
  at: number;
  startMs: number;
  handsOver: boolean;
}

export type Due =
  | { kind: "day"; day: number }
  | { kind: "order"; twinOf: { orderNumber: number; sameItems: boolean } | null }
  | { kind: "checks"; orderNumber: number }
  | { kind: "desk"; item: DeskItem }
  | { kind: "customer reply"; orderNumber: number }
  | { kind: "address fails again"; orderNumber: number }
  | { kind: "look"; person: StaffMember }
  | { kind: "touch end"; work: DeskWork }
  | { kind: "wave" }
  | { kind: "fulfil"; orderNumber: number }
  | { kind: "bot"; orderNumber: number; tag: string };

export interface ShopState {
  settings: ShopSettings;
  nowMs: number;
  startMs: number;
  /** Grows with every change: tells caches that they are stale. */
  revision: number;
  orders: Order[];
  customers: Customer[];
  /** All timeline entries in the order of their ids, without gaps. */
  events: TimelineEvent[];
  firstEventId: number;
  nextEventId: number;
  nextHoldId: number;
  nextOrderNumber: number;
  openOrders: Set<number>;
  desk: DeskItem[];
  staff: StaffMember[];
  /** By staff id: the kind of exception last worked on, and how often the person has looked for work. */
  lastKindOf: Map<number, string>;
  looksOf: Map<number, number>;
  due: EventQueue<Due>;
  meanOrdersOf: (day: number) => number;
  onNotice: ((notice: Notice) => void) | null;
  onTouch: ((touch: Touch) => void) | null;
}

export const FIRST_ORDER_NUMBER = 1001;
const FIRST_EVENT_ID = 5_400_000_001;

export function emptyState(settings: ShopSettings, meanOrdersOf: (day: number) => number): ShopState {
  const startMs = startOf(settings);
  return {
    settings,
    nowMs: startMs,
    startMs,
    revision: 0,
    orders: [],
    customers: [],
    events: [],
    firstEventId: FIRST_EVENT_ID,
    nextEventId: FIRST_EVENT_ID,
    nextHoldId: 33_000_001,
    nextOrderNumber: FIRST_ORDER_NUMBER,
    openOrders: new Set(),
    desk: [],
    staff: rosterOf(settings),
    lastKindOf: new Map(),
    looksOf: new Map(),
    due: createEventQueue<Due>(),
    meanOrdersOf,
    onNotice: null,
    onTouch: null,
  };
}

export function findOrder(state: ShopState, number: number): Order | undefined {
  return state.orders[number - FIRST_ORDER_NUMBER];
}
