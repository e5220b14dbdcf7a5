import { NEEDS_PERSON, type CellTest, type RuleRow, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { RuleTest } from "../define.ts";
import { ACCEPT, ACKNOWLEDGE, ASK, PASS_ON } from "./outcomes.ts";

const is = (...values: string[]): CellTest => ({ test: "is", values });
const between = (low: number | null, high: number | null): CellTest => ({ test: "between", low, high });

/**
 * What a supplier answers on its page stands nowhere in the ERP: a confirmation is written there, and what no rule takes as it is must reach a
 * buyer there.
 */
export const answeredHere: readonly RuleRow[] = [
  {
    id: "confirmed-here",
    when: { situation: is("confirmed"), answeredThrough: is("reply page") },
    outcome: ACKNOWLEDGE,
    reason: "The supplier confirms the order as it is.",
  },
  {
    id: "answered-here",
    when: { answeredThrough: is("reply page") },
    outcome: PASS_ON,
    reason: "The supplier answered, and no rule takes the answer as it is.",
  },
];

/** A cautious beginning: what can hardly go wrong. How far a supplier's date may move is each buyer's own, and learned from their decisions. */
export const table: RuleTable = {
  columns: ["situation", "timesAsked", "hoursWaited", "daysOverdue", "quantityChange", "priceChange", "daysLater", "answeredThrough"],
  rows: [
    {
      id: "asked-twice",
      when: { situation: is("not acknowledged", "overdue"), timesAsked: between(2, null) },
      outcome: NEEDS_PERSON,
      reason: "It was asked twice already: somebody has to call.",
    },
    {
      id: "silent",
      when: { situation: is("not acknowledged"), hoursWaited: between(44, null) },
      outcome: ASK,
      reason: "The supplier has not answered for nearly two days or longer.",
    },
    {
      id: "late",
      when: { situation: is("overdue"), daysOverdue: between(3, 60) },
      outcome: ASK,
      reason: "The goods are three days late or more.",
    },
    {
      id: "small-move",
      when: { situation: is("date change"), daysLater: between(-2, 3) },
      outcome: ACCEPT,
      reason: "The date moves by at most three days.",
    },
    ...answeredHere,
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this order." },
  ],
};

export const tests: readonly RuleTest[] = [
  { name: "two days without an answer", facts: { situation: "not acknowledged", hoursWaited: 45, timesAsked: 0 }, outcome: ASK },
  { name: "asked twice in vain", facts: { situation: "not acknowledged", hoursWaited: 50, timesAsked: 2 }, outcome: NEEDS_PERSON },
  { name: "three days later", facts: { situation: "date change", daysLater: 3, answeredThrough: "ERP" }, outcome: ACCEPT },
  { name: "a month later, by the ERP", facts: { situation: "date change", daysLater: 30, answeredThrough: "ERP" }, outcome: NEEDS_PERSON },
  {
    name: "a month later, on the reply page",
    facts: { situation: "date change", daysLater: 30, answeredThrough: "reply page" },
    outcome: PASS_ON,
  },
  {
    name: "fewer than ordered",
    facts: { situation: "quantity change", quantityChange: -20, answeredThrough: "ERP" },
    outcome: NEEDS_PERSON,
  },
  { name: "nothing is known", facts: {}, outcome: NEEDS_PERSON },
];
