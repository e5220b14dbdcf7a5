import type { Actor } from "../../shop/order.ts";

export const REASONS = ["unwanted", "style", "color", "other", "defective", "wrong_item", "not_as_described"] as const;
export type ReturnReason = (typeof REASONS)[number];
export type DeclineReason = "FINAL_SALE" | "OTHER" | "RETURN_PERIOD_ENDED";
/** As the warehouse grades what came back: a as new, b opened, c damaged, d not what was sent. */
export type Grade = "a" | "b" | "c" | "d";
export const DISPOSITIONS = ["RESTOCKED", "NOT_RESTOCKED", "PROCESSING_REQUIRED", "MISSING"] as const;
export type DispositionType = (typeof DISPOSITIONS)[number];

/** What was done with goods that came back; PROCESSING_REQUIRED: nothing yet. */
export interface Disposition {
  id: number;
  type: DispositionType;
  quantity: number;
  atMs: number;
}

/** One line of an order that a customer wants to send back: in this shop a return has one. */
export interface ReturnCase {
  id: number;
  /** #1001-R1 */
  name: string;
  orderNumber: number;
  lineIndex: number;
  sku: string;
  quantity: number;
  valueMinor: number;
  reason: ReturnReason;
  note: string;
  requestedMs: number;
  /** Returns of the same customer before this one. */
  earlierReturns: number;
  status: "REQUESTED" | "OPEN" | "DECLINED" | "CLOSED";
  approvedMs: number | null;
  decline: { reason: DeclineReason; note: string | null } | null;
  closedMs: number | null;
  grade: Grade | null;
  gradedMs: number | null;
  dispositions: Disposition[];
}

export interface Refund {
  id: number;
  orderNumber: number;
  /** The return in whose page it was made; null for one that was made on the order. */
  returnId: number | null;
  atMs: number;
  actor: Actor;
  note: string | null;
  lines: readonly { lineIndex: number; quantity: number }[];
  amountMinor: number;
}
