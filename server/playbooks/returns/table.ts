import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { RuleTest } from "../define.ts";
import { APPROVE, KEEP_ITEM, RESTOCK, WRITE_OFF } from "./outcomes.ts";

const is = (...values: (string | number | boolean)[]) => ({ test: "is" as const, values });
const upTo = (high: number) => ({ test: "between" as const, low: null, high });
const from = (low: number) => ({ test: "between" as const, low, high: null });

/** What the shop itself did wrong, as Shopify names it. */
const OUR_FAULT = is("defective", "wrong_item", "not_as_described");
const CAP = 250; // Above it a person looks, whatever the rules say.
const NOT_WORTH_A_PARCEL = 20;
const PERIOD_DAYS = 30;
const MANY_RETURNS = 3;

/** A cautious beginning: what can hardly go wrong. Which requests this shop turns away is learned from its people's decisions. */
export const table: RuleTable = {
  columns: ["situation", "reason", "value", "orderAgeDays", "earlierReturns", "grade"],
  rows: [
    { id: "dear", when: { value: from(CAP + 0.01) }, outcome: NEEDS_PERSON, reason: "The goods cost too much to decide without a look." },
    { id: "often", when: { earlierReturns: from(MANY_RETURNS) }, outcome: NEEDS_PERSON, reason: "The customer sends things back often." },
    {
      id: "keep",
      when: { situation: is("asked"), reason: OUR_FAULT, value: upTo(NOT_WORTH_A_PARCEL), orderAgeDays: upTo(PERIOD_DAYS) },
      outcome: KEEP_ITEM,
      reason: "The fault is the shop's, and a parcel back would cost as much as the goods are worth.",
    },
    {
      id: "our-fault",
      when: { situation: is("asked"), reason: OUR_FAULT, value: from(40), orderAgeDays: upTo(PERIOD_DAYS) },
      outcome: APPROVE,
      reason: "The fault is the shop's, and the order is recent.",
    },
    {
      id: "as-new",
      when: { situation: is("graded"), grade: is("a") },
      outcome: RESTOCK,
      reason: "The goods came back as new.",
    },
    {
      id: "broken-by-us",
      when: { situation: is("graded"), grade: is("c"), reason: OUR_FAULT },
      outcome: WRITE_OFF,
      reason: "The goods are damaged, and the fault is the shop's.",
    },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this return." },
  ],
};

export const tests: readonly RuleTest[] = [
  {
    name: "a cheap item that came broken",
    facts: { situation: "asked", reason: "defective", value: 18, orderAgeDays: 9, earlierReturns: 0 },
    outcome: KEEP_ITEM,
  },
  {
    name: "a wrong item of a recent order",
    facts: { situation: "asked", reason: "wrong_item", value: 120, orderAgeDays: 9, earlierReturns: 1 },
    outcome: APPROVE,
  },
  {
    name: "a dear item, whatever came of it",
    facts: { situation: "graded", reason: "unwanted", value: 300, orderAgeDays: 9, earlierReturns: 0, grade: "a" },
    outcome: NEEDS_PERSON,
  },
  {
    name: "goods as new",
    facts: { situation: "graded", reason: "unwanted", value: 64, orderAgeDays: 9, earlierReturns: 0, grade: "a" },
    outcome: RESTOCK,
  },
  {
    name: "goods that the customer broke",
    facts: { situation: "graded", reason: "unwanted", value: 64, orderAgeDays: 9, earlierReturns: 0, grade: "c" },
    outcome: NEEDS_PERSON,
  },
  { name: "nothing is known", facts: {}, outcome: NEEDS_PERSON },
];
