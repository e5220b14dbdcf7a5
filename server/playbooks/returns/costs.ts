import type { Facts } from "#server/domain/automations/case-history.ts";
import { APPROVE, isDecline, KEEP_ITEM, LEAVE_UNPAID, PAY_A_PART, RESTOCK } from "./outcomes.ts";

// Class assumed, to be replaced by the shop's own figures.
const LABEL_MINOR = 800; // A parcel back that need not have travelled.
const WRONGED_MINOR = 1_500; // A customer who has to write again, and now and then does not come back.
const OTHER_WORDS_MINOR = 100; // Declined for another reason than people would have given.
const SOLD_AGAIN_MINOR = 2_000; // An item that should not have gone on the shelf comes back from its next buyer.
const GOODS_SHARE = 0.45; // Of the price, what the goods cost the shop.

/** What a decision costs that people would not have taken, in minor units. Money given to somebody who was to have none is severe. */
export function costOf({ decided, people, facts }: { decided: string; people: string; facts: Facts }): {
  costMinor: number;
  severe: boolean;
} {
  const value = facts["value"]?.value;
  const valueMinor = typeof value === "number" ? Math.round(value * 100) : 0;
  const cost = (costMinor: number, severe = false) => ({ costMinor: Math.round(costMinor), severe });
  if (decided === people) return cost(0);
  if (isDecline(decided)) return cost(isDecline(people) ? OTHER_WORDS_MINOR : WRONGED_MINOR);
  if (decided === APPROVE) return cost(people === KEEP_ITEM ? LABEL_MINOR : LABEL_MINOR + valueMinor * (1 - GOODS_SHARE));
  if (decided === KEEP_ITEM) return people === APPROVE ? cost(valueMinor * GOODS_SHARE) : cost(valueMinor, true);
  if (people === LEAVE_UNPAID) return cost(valueMinor, true);
  if (people === PAY_A_PART) return cost(valueMinor / 2);
  return cost(decided === RESTOCK ? SOLD_AGAIN_MINOR : valueMinor * GOODS_SHARE);
}
