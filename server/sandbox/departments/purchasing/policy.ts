/** What the buyers see when a supplier wants another date. The rules are hidden from the product. */
export type DateFacts = { movedByDays: number; valueMinor: number; isCritical: boolean };
export type DateDecision = "accept" | "propose" | "escalate";

const SHORT_DELAY_DAYS = 5;
const LONG_DELAY_DAYS = 14;
const LARGE_ORDER_MINOR = 500_000;

/** Short delays are taken, long ones of critical items go upstairs, and about the rest one asks for an earlier day. */
export function dateDecision({ movedByDays, valueMinor, isCritical }: DateFacts): DateDecision {
  if (movedByDays <= SHORT_DELAY_DAYS) return "accept";
  if (movedByDays > LONG_DELAY_DAYS && isCritical) return "escalate";
  return movedByDays <= LONG_DELAY_DAYS && valueMinor < LARGE_ORDER_MINOR ? "accept" : "propose";
}

/** From here on a second person signs. */
export const needsApproval = (valueMinor: number): boolean => valueMinor >= LARGE_ORDER_MINOR;

/** Working hours without an answer after which somebody asks. */
export const PATIENCE_HOURS = 44;
