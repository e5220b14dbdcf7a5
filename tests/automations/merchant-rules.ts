import { NEEDS_PERSON, type CellTest, type RuleTable } from "#server/domain/decisions/rule-table.ts";

const is = (...values: (string | number | boolean)[]): CellTest => ({ test: "is", values });
const from = (low: number): CellTest => ({ test: "between", low, high: null });
const upTo = (high: number): CellTest => ({ test: "between", low: null, high });

type Line = [id: string, when: Readonly<Record<string, CellTest>>, outcome: string, reason: string];

const held = (tag: string, value: string) => ({ situation: is("held"), [tag]: is(value) });

const LINES: readonly Line[] = [
  ["doubted", { timesHeld: from(2) }, NEEDS_PERSON, "Somebody doubted the first decision."],
  ["fixed", { situation: is("address fixed") }, "release", "The address was corrected."],
  ["stock-in", { situation: is("stock due") }, "release", "The stock is in."],
  ["silent", { situation: is("no reply"), holdReason: is("incorrect_address", "high_risk_of_fraud") }, "cancel", "No answer for two days."],
  ["postcode", held("addressTag", "zip_mismatch"), "fix address", "The postcode has to be put right."],
  ["po-box", held("addressTag", "po_box"), "fix address", "The carrier does not go to a box."],
  [
    "replied",
    { situation: is("customer replied"), holdReason: is("incorrect_address") },
    "fix address",
    "The customer was asked for the address.",
  ],
  ["unit-known", { ...held("addressTag", "missing_unit"), earlierOrders: from(1) }, "release", "An earlier parcel arrived."],
  ["unit-small", { ...held("addressTag", "missing_unit"), orderTotal: upTo(79.99) }, "release", "A small parcel: worth the try."],
  ["unit", held("addressTag", "missing_unit"), "ask customer", "The unit is missing."],
  ["street", held("addressTag", "unknown_street"), "ask customer", "The street is not known."],
  ["risk-known", { ...held("riskTag", "medium"), earlierOrders: from(1) }, "release", "The customer has ordered before."],
  ["risk-small", { ...held("riskTag", "medium"), orderTotal: upTo(149.99) }, "release", "Little is at risk."],
  ["risk", held("riskTag", "medium"), "ask customer", "Enough is at risk to ask."],
  ["fraud", { ...held("riskTag", "high"), orderTotal: from(250) }, "cancel", "High risk on a large order."],
  ["risk-high", held("riskTag", "high"), "ask customer", "High risk on a small order."],
  ["soon", { situation: is("held"), stockDays: upTo(3) }, "wait for stock", "Stock comes within three days."],
  ["late-large", { situation: is("held"), stockDays: from(4), orderTotal: from(120) }, "ask customer", "Worth asking whether to wait."],
  ["late-small", { situation: is("held"), stockDays: from(4) }, "cancel", "Not worth the wait."],
  [
    "twice",
    { situation: is("held"), duplicateTag: { test: "known" }, sameItems: is(true), minutesSincePrevious: upTo(30) },
    "cancel",
    "The same order twice within half an hour.",
  ],
  ["not-twice", { situation: is("held"), duplicateTag: { test: "known" } }, "release", "Two orders that were both meant."],
];

/** What the team of the sandbox shop would write down when it is asked for its rules. */
export const merchantRules: RuleTable = {
  columns: [...new Set(LINES.flatMap(([, when]) => Object.keys(when)))],
  rows: [
    ...LINES.map(([id, when, outcome, reason]) => ({ id, when, outcome, reason })),
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};
