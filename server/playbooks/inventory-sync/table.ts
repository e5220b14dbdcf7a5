import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { RuleTest } from "../define.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER } from "./outcomes.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });
const upTo = (high: number) => ({ test: "between" as const, low: null, high });
const from = (low: number) => ({ test: "between" as const, low, high: null });

/** Above it a person looks, whatever the rules say. */
const MOST_UNITS = 250;
const FEW_UNITS = 3;
const SMALL_PERCENT = 5;
const LARGE_PERCENT = 25;
const LARGE_UNITS = 10;

/** A cautious beginning: what can hardly go wrong. From how many units on this team counts again is learned from its people's decisions. */
export const table: RuleTable = {
  columns: ["situation", "unitsApart", "shareApart", "countedAs"],
  rows: [
    {
      id: "many",
      when: { unitsApart: from(MOST_UNITS + 1) },
      outcome: NEEDS_PERSON,
      reason: "So many units are not moved without a look.",
    },
    {
      id: "counted-ledger",
      when: { situation: is("recounted"), countedAs: is("ledger") },
      outcome: SET_TO_LEDGER,
      reason: "The warehouse counted what the ledger says.",
    },
    {
      id: "counted-channel",
      when: { situation: is("recounted"), countedAs: is("channel") },
      outcome: KEEP_CHANNEL,
      reason: "The warehouse counted what the channel shows.",
    },
    {
      id: "few",
      when: { situation: is("found"), unitsApart: upTo(FEW_UNITS), shareApart: upTo(SMALL_PERCENT) },
      outcome: SET_TO_LEDGER,
      reason: "Few units are apart, and a small part of what is there.",
    },
    {
      id: "large",
      when: { situation: is("found"), unitsApart: from(LARGE_UNITS), shareApart: from(LARGE_PERCENT) },
      outcome: ASK_RECOUNT,
      reason: "Much of what is there is apart: neither count is to be believed before somebody has counted.",
    },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this difference." },
  ],
};

export const tests: readonly RuleTest[] = [
  { name: "two units of many", facts: { situation: "found", unitsApart: 2, shareApart: 1.8 }, outcome: SET_TO_LEDGER },
  { name: "two units of five", facts: { situation: "found", unitsApart: 2, shareApart: 40 }, outcome: NEEDS_PERSON },
  { name: "half of what is there", facts: { situation: "found", unitsApart: 40, shareApart: 50 }, outcome: ASK_RECOUNT },
  { name: "the ledger was right", facts: { situation: "recounted", unitsApart: 40, countedAs: "ledger" }, outcome: SET_TO_LEDGER },
  { name: "the channel was right", facts: { situation: "recounted", unitsApart: 40, countedAs: "channel" }, outcome: KEEP_CHANNEL },
  { name: "both were wrong", facts: { situation: "recounted", unitsApart: 40, countedAs: "neither" }, outcome: NEEDS_PERSON },
  {
    name: "more than is moved without a look",
    facts: { situation: "recounted", unitsApart: 300, countedAs: "ledger" },
    outcome: NEEDS_PERSON,
  },
  { name: "nothing is known", facts: {}, outcome: NEEDS_PERSON },
];
