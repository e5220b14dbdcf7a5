import { createEventQueue } from "../../event-queue.ts";
import { startOf } from "../../shop/settings.ts";
import { findOrder } from "../../shop/state.ts";
import type { EventQueue } from "../../event-queue.ts";
import type { Order } from "../../shop/order.ts";
import type { StaffMember } from "../../shop/staff.ts";
import type { Opening } from "../department.ts";
import type { RequestDecision } from "./policy.ts";
import type { Refund, ReturnCase } from "./return-case.ts";

/**
 * Why a return waits for a person: a request; one that was refunded without goods and is still open; goods that were graded; goods that
 * were paid back and lie there; a refund that was too small.
 */
export interface Waiting {
  kind: "request" | "settle" | "graded" | "goods" | "rest";
  returnId: number;
  sinceMs: number;
}

/** A person's step; its end is an entry of the order's time line. */
export type Step = "approve return" | "decline return" | "refund" | "restock" | "write off";

export interface Work {
  waiting: Waiting;
  person: StaffMember;
  step: Step;
  startMs: number;
}

export type Due =
  | { kind: "day"; day: number }
  | { kind: "request"; orderNumber: number; attempt: number }
  | { kind: "rule"; returnId: number }
  | { kind: "wait"; waiting: Omit<Waiting, "sinceMs"> }
  | { kind: "parcel"; returnId: number }
  | { kind: "grade"; returnId: number }
  | { kind: "app restocks"; returnId: number }
  | { kind: "look"; person: StaffMember }
  | { kind: "touch end"; work: Work };

export interface ReturnsState {
  opening: Opening;
  nowMs: number;
  startMs: number;
  returns: ReturnCase[];
  refunds: Refund[];
  returnsOfOrder: Map<number, ReturnCase[]>;
  refundsOfOrder: Map<number, Refund[]>;
  /** By customer id: how many returns were asked for so far. */
  returnsOfCustomer: Map<number, number>;
  /** What the desk made of a request, where a person has looked at it: a keep-item refund takes two steps. */
  decisions: Map<number, RequestDecision>;
  /** Refunds by an outside app's idempotency key, with what was asked for under it. */
  keys: Map<string, { refundId: number; asked: string }>;
  nextDispositionId: number;
  waiting: Waiting[];
  looksOf: Map<number, number>;
  due: EventQueue<Due>;
}

const FIRST_RETURN_ID = 21_000_001;
const FIRST_REFUND_ID = 970_000_001;

export function emptyState(opening: Opening): ReturnsState {
  const startMs = startOf(opening.settings);
  return {
    opening,
    nowMs: startMs,
    startMs,
    returns: [],
    refunds: [],
    returnsOfOrder: new Map(),
    refundsOfOrder: new Map(),
    returnsOfCustomer: new Map(),
    decisions: new Map(),
    keys: new Map(),
    nextDispositionId: 64_000_001,
    waiting: [],
    looksOf: new Map(),
    due: createEventQueue<Due>(),
  };
}

export const nextReturnId = ({ returns }: ReturnsState): number => FIRST_RETURN_ID + returns.length;
export const nextRefundId = ({ refunds }: ReturnsState): number => FIRST_REFUND_ID + refunds.length;
export const findReturn = ({ returns }: Pick<ReturnsState, "returns">, id: number): ReturnCase | undefined => returns[id - FIRST_RETURN_ID];
export const findRefund = ({ refunds }: Pick<ReturnsState, "refunds">, id: number): Refund | undefined => refunds[id - FIRST_REFUND_ID];

export const returnsOf = ({ returnsOfOrder }: Pick<ReturnsState, "returnsOfOrder">, orderNumber: number): readonly ReturnCase[] =>
  returnsOfOrder.get(orderNumber) ?? [];
export const refundsOf = ({ refundsOfOrder }: Pick<ReturnsState, "refundsOfOrder">, orderNumber: number): readonly Refund[] =>
  refundsOfOrder.get(orderNumber) ?? [];

/** Of one line of an order, how many pieces were paid back. */
export const refundedQuantity = (state: Pick<ReturnsState, "refundsOfOrder">, orderNumber: number, lineIndex: number): number =>
  refundsOf(state, orderNumber)
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineIndex === lineIndex)
    .reduce((sum, { quantity }) => sum + quantity, 0);

/** What an order was paid back so far. */
export const refundedMinor = (state: Pick<ReturnsState, "refundsOfOrder">, orderNumber: number): number =>
  refundsOf(state, orderNumber).reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** Whether the pieces of a return were paid back, in whichever way. */
export const isRefunded = (state: Pick<ReturnsState, "refundsOfOrder">, { orderNumber, lineIndex, quantity }: ReturnCase): boolean =>
  refundedQuantity(state, orderNumber, lineIndex) >= quantity;

/** Pieces whose fate is decided: on the shelf again, written off, or never there. */
export const disposedQuantity = ({ dispositions }: Pick<ReturnCase, "dispositions">): number =>
  dispositions.filter(({ type }) => type !== "PROCESSING_REQUIRED").reduce((sum, { quantity }) => sum + quantity, 0);

export function orderOf({ opening }: ReturnsState, { orderNumber }: Pick<ReturnCase, "orderNumber">): Order {
  const order = findOrder(opening.shop.state, orderNumber);
  if (!order) throw new Error(`A return of order ${orderNumber}, which is not there`);
  return order;
}
