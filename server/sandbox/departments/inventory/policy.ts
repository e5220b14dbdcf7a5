/** What a planner sees of a difference. The rules are hidden from the product. */
export interface DifferenceFacts {
  unitsApart: number;
  /** What the ledger gives the channel. */
  ledgerQuantity: number;
  channelQuantity: number;
  soldPerDay: number;
  /** Whom a second count proved right; null while nobody has counted again. */
  countedAs: "ledger" | "channel" | null;
}
export const DECISIONS = ["adjust", "recount", "stop"] as const;
export type DifferenceDecision = (typeof DECISIONS)[number];

const BUFFER_UNITS = 5;
const SMALL_UNITS = 9;

/** What is nearly sold out is taken off sale; what is small, or sells within a day, is written as the ledger says; the rest is counted again. */
export function differenceDecision(facts: DifferenceFacts): DifferenceDecision {
  const { unitsApart, ledgerQuantity, channelQuantity, soldPerDay, countedAs } = facts;
  if (countedAs !== null) return "adjust";
  const isOnSale = ledgerQuantity > 0 && channelQuantity > 0;
  if (isOnSale && ledgerQuantity <= BUFFER_UNITS) return "stop";
  return unitsApart <= SMALL_UNITS || unitsApart <= soldPerDay ? "adjust" : "recount";
}

/** A unit is rounding: the shop's rule writes it as the ledger says. */
export const isRounding = (unitsApart: number): boolean => unitsApart <= 1;
