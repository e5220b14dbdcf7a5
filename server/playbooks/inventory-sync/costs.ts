import type { Facts } from "#server/domain/automations/case-history.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER, STOP_SELLING } from "./outcomes.ts";

// Class assumed, to be replaced by the shop's own figures.
const RECOUNT_MINOR = 900; // A quarter of an hour in the warehouse.
const LATER_MINOR = 250; // What was not decided at once is looked at once more.
const OVERSOLD_MINOR = 1_500; // An order that has to be cancelled, and its customer.
const UNSOLD_MINOR = 600; // The margin of a unit that could have been sold.
const FOUND_AGAIN_DAYS = 3; // Over a weekend nobody looks at what the comparison finds.
const MOST_OVERSOLD = 10; // Where nobody knows how soon the channel sells.
const SEVERE_UNITS = 25;

/** What a decision costs that people would not have taken, in minor units. Many units on sale that are not there are severe. */
export function costOf({ decided, people, facts }: { decided: string; people: string; facts: Facts }): {
  costMinor: number;
  severe: boolean;
} {
  if (decided === people) return { costMinor: 0, severe: false };
  const units = numberOf(facts, "unitsApart") ?? 1;
  if (decided === ASK_RECOUNT)
    return { costMinor: people === STOP_SELLING ? RECOUNT_MINOR + oversold(units, facts) : RECOUNT_MINOR, severe: false };
  if (decided === STOP_SELLING) return { costMinor: Math.round((numberOf(facts, "soldPerDay") ?? 1) * UNSOLD_MINOR), severe: false };
  const putsOnSale = (facts["direction"]?.value === "too few") === (decided === SET_TO_LEDGER);
  // Where nothing would be missed it still has to be set right.
  if (putsOnSale)
    return { costMinor: Math.max(LATER_MINOR, oversold(units, facts)), severe: people !== ASK_RECOUNT && units >= SEVERE_UNITS };
  const isTheOtherCount = people === SET_TO_LEDGER || people === KEEP_CHANNEL;
  return { costMinor: isTheOtherCount ? Math.min(units, MOST_OVERSOLD) * UNSOLD_MINOR : LATER_MINOR, severe: false };
}

/**
 * What it costs when the lower of two counts was the true one. A unit that is not there is missed only by an order that no other unit is left for: where
 * a channel has stock for weeks, the next comparison finds the mistake first.
 */
function oversold(units: number, facts: Facts): number {
  const [ledger, channel, perDay] = ["ledgerQuantity", "channelQuantity", "soldPerDay"].map((name) => numberOf(facts, name));
  if (ledger == null || channel == null || perDay == null) return Math.min(units, MOST_OVERSOLD) * OVERSOLD_MINOR;
  const there = Math.max(0, Math.min(ledger, channel));
  return Math.min(units, Math.max(0, Math.ceil(perDay * FOUND_AGAIN_DAYS - there))) * OVERSOLD_MINOR;
}

function numberOf(facts: Facts, name: string): number | null {
  const value = facts[name]?.value;
  return typeof value === "number" ? value : null;
}
