import type { OutcomeDefinition } from "../define.ts";

export const APPROVE = "approve";
export const TOO_LATE = "decline, too late";
export const FINAL_SALE = "decline, final sale";
export const DECLINE = "decline";
export const KEEP_ITEM = "keep-item refund";
export const RESTOCK = "restock and refund";
export const WRITE_OFF = "refund and write off";
export const PAY_A_PART = "refund a part";
export const LEAVE_UNPAID = "leave unpaid";

/** Shopify's reasons for turning a request away, by the outcome that gives them. */
export const DECLINE_REASONS = { [TOO_LATE]: "RETURN_PERIOD_ENDED", [FINAL_SALE]: "FINAL_SALE", [DECLINE]: "OTHER" } as const;
export const isDecline = (outcome: string): outcome is keyof typeof DECLINE_REASONS => outcome in DECLINE_REASONS;

const declined = (name: keyof typeof DECLINE_REASONS, title: string, because: string): OutcomeDefinition => ({
  name,
  title,
  does: `The request is declined${because}, and the customer is told.`,
  undo: "not possible",
});

export const outcomes: readonly OutcomeDefinition[] = [
  {
    name: APPROVE,
    title: "Approve",
    does: "The request is approved, and the customer is told how to send the goods.",
    undo: "not possible",
  },
  declined(TOO_LATE, "Decline, too late", " because the time for returns is over"),
  declined(FINAL_SALE, "Decline, final sale", " because the item is not taken back"),
  declined(DECLINE, "Decline", ""),
  {
    name: KEEP_ITEM,
    title: "Refund, keep the item",
    does: "The goods are paid back and stay with the customer; the request is closed without a letter of its own.",
    undo: "not possible",
  },
  {
    name: RESTOCK,
    title: "Refund and restock",
    does: "The goods are paid back and put on the shelf of the place that received them.",
    undo: "not possible",
  },
  {
    name: WRITE_OFF,
    title: "Refund and write off",
    does: "The goods are paid back and written off.",
    undo: "not possible",
  },
  { name: PAY_A_PART, title: "Refund a part", does: null, undo: "nothing to undo" },
  { name: LEAVE_UNPAID, title: "Refund nothing", does: null, undo: "nothing to undo" },
];
