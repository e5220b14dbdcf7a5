import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { RuleTest } from "../define.ts";

const is = (...values: (string | number | boolean)[]) => ({ test: "is" as const, values });
const between = (low: number | null, high: number | null) => ({ test: "between" as const, low, high });

/** A cautious beginning: what can hardly go wrong. What this shop's people do beyond it is learned from their decisions. */
export const table: RuleTable = {
  columns: ["situation", "holdReason", "timesHeld", "addressTag", "addressFrom", "riskTag", "earlierOrders", "orderTotal", "stockDays"],
  rows: [
    {
      id: "again",
      when: { timesHeld: between(2, null) },
      outcome: NEEDS_PERSON,
      reason: "It was held before: somebody doubted the first decision.",
    },
    {
      id: "fixed",
      when: { situation: is("address fixed") },
      outcome: "release",
      reason: "The address was corrected, and nothing else held the order.",
    },
    { id: "stock-in", when: { situation: is("stock due") }, outcome: "release", reason: "The day on which stock was expected has come." },
    {
      id: "known-address",
      when: { situation: is("held"), addressTag: is("missing_unit"), earlierOrders: between(1, null) },
      outcome: "release",
      reason: "Only the unit is missing, and an earlier parcel reached this customer.",
    },
    {
      id: "postcode",
      when: { situation: is("held"), addressTag: is("zip_mismatch"), addressFrom: is("app") },
      outcome: "fix address",
      reason: "The postcode does not fit the street, and the address check names one that does.",
    },
    {
      id: "address-by-reply",
      when: { situation: is("customer replied"), holdReason: is("incorrect_address"), addressFrom: is("customer") },
      outcome: "fix address",
      reason: "The customer was asked for the address and named it.",
    },
    {
      id: "unknown-street",
      when: { situation: is("held"), addressTag: is("unknown_street") },
      outcome: "ask customer",
      reason: "The street is not known to the address check.",
    },
    {
      id: "known-customer",
      when: { situation: is("held"), riskTag: is("medium"), earlierOrders: between(1, null) },
      outcome: "release",
      reason: "The risk is medium, and the customer has ordered before.",
    },
    {
      id: "short-wait",
      when: { situation: is("held"), holdReason: is("inventory_out_of_stock"), stockDays: between(0, 3) },
      outcome: "wait for stock",
      reason: "Stock is expected within three days.",
    },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this order." },
  ],
};

export const tests: readonly RuleTest[] = [
  {
    name: "a known customer's missing unit",
    facts: { situation: "held", addressTag: "missing_unit", earlierOrders: 2, timesHeld: 1 },
    outcome: "release",
  },
  {
    name: "a new customer's missing unit",
    facts: { situation: "held", addressTag: "missing_unit", earlierOrders: 0, timesHeld: 1 },
    outcome: NEEDS_PERSON,
  },
  {
    name: "held a second time",
    facts: { situation: "held", addressTag: "missing_unit", earlierOrders: 2, timesHeld: 2 },
    outcome: NEEDS_PERSON,
  },
  {
    name: "a postcode that the address check corrects",
    facts: { situation: "held", addressTag: "zip_mismatch", addressFrom: "app", timesHeld: 1 },
    outcome: "fix address",
  },
  {
    name: "a postcode that it does not correct, or of which this is not known",
    facts: { situation: "held", addressTag: "zip_mismatch", timesHeld: 1 },
    outcome: NEEDS_PERSON,
  },
  { name: "nothing is known", facts: {}, outcome: NEEDS_PERSON },
  {
    name: "stock in three days",
    facts: { situation: "held", holdReason: "inventory_out_of_stock", stockDays: 3, timesHeld: 1 },
    outcome: "wait for stock",
  },
];
