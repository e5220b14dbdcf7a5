import { unreachable } from "../../unreachable.ts";
import type { DeclineReason, Grade, ReturnReason } from "./return-case.ts";

/** How the returns desk decides. The rules are hidden from the product, and read only what the shop shows at the time. */
export interface RequestFacts {
  reason: ReturnReason;
  valueMinor: number;
  /** Whole days from the order to the request. */
  ageDays: number;
  /** Returns that the same customer asked for before this one. */
  earlierReturns: number;
  sku: string;
}
export type RequestDecision = "approve" | "decline" | "keep item";
export const REQUEST_DECISIONS = ["approve", "decline", "keep item"] as const;

const PERIOD_DAYS = 30;
const FAULT_PERIOD_DAYS = 60;
const NOT_WORTH_A_PARCEL_MINOR = 3_000;
const PATIENT_RETURNS = 2;
const QUICK_DAYS = 14;
const QUICK_VALUE_MINOR = 5_000;

/** The shop's own fault: such goods are taken back for longer, and nobody asks why. */
const OUR_FAULT: ReadonlySet<ReturnReason> = new Set(["defective", "wrong_item", "not_as_described"]);
const isFinalSale = (sku: string): boolean => sku.startsWith("HP-CND");
const isTextile = (sku: string): boolean => sku.startsWith("HP-LIN") || sku.startsWith("HP-THR");

/** Why the policy does not take something back; null when it does. */
export function declineReasonOf({ reason, ageDays, earlierReturns, sku }: RequestFacts): DeclineReason | null {
  const isOurFault = OUR_FAULT.has(reason);
  if (ageDays > (isOurFault ? FAULT_PERIOD_DAYS : PERIOD_DAYS)) return "RETURN_PERIOD_ENDED";
  if (isOurFault) return null;
  if (isFinalSale(sku)) return "FINAL_SALE";
  return earlierReturns >= PATIENT_RETURNS ? "OTHER" : null;
}

/** What the policy says of a request. */
export function requestDecision(facts: RequestFacts): RequestDecision {
  if (declineReasonOf(facts) !== null) return "decline";
  return OUR_FAULT.has(facts.reason) && facts.valueMinor <= NOT_WORTH_A_PARCEL_MINOR ? "keep item" : "approve";
}

/** What the shop's own rule approves at once: cheap, early, and a first return. */
export const isApprovedByRule = (facts: RequestFacts): boolean =>
  requestDecision(facts) === "approve" &&
  !OUR_FAULT.has(facts.reason) &&
  facts.ageDays <= QUICK_DAYS &&
  facts.valueMinor <= QUICK_VALUE_MINOR &&
  facts.earlierReturns === 0;

/** What comes of goods that were graded: whether they go back on the shelf, and which share of the price goes back to the customer. */
export function goodsDecision({ grade, reason, sku }: { grade: Grade; reason: ReturnReason; sku: string }): {
  restock: boolean;
  refundShare: number;
} {
  switch (grade) {
    case "a":
      return { restock: true, refundShare: 1 };
    case "b":
      return { restock: !isTextile(sku), refundShare: 1 };
    case "c":
      return { restock: false, refundShare: OUR_FAULT.has(reason) ? 1 : 0.5 };
    case "d":
      return { restock: false, refundShare: 0 };
  }
  return unreachable();
}

/** An app of the shop puts mugs that are as new back by itself. */
export const isRestockedByApp = (grade: Grade, sku: string): boolean => grade === "a" && sku.startsWith("HP-MUG");
