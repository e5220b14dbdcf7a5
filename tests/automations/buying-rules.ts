import { NEEDS_PERSON, type CellTest, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { ACCEPT, ASK, ASK_EARLIER, ESCALATE } from "#server/playbooks/supplier-po/outcomes.ts";
import { answeredHere } from "#server/playbooks/supplier-po/table.ts";

const is = (...values: string[]): CellTest => ({ test: "is", values });
const from = (low: number): CellTest => ({ test: "between", low, high: null });
const upTo = (high: number): CellTest => ({ test: "between", low: null, high });

type Line = [id: string, when: Readonly<Record<string, CellTest>>, outcome: string, reason: string];

const moved = { situation: is("date change") };
const LINES: readonly Line[] = [
  ["asked-twice", { situation: is("not acknowledged"), timesAsked: from(2) }, NEEDS_PERSON, "Somebody has to call."],
  ["silent", { situation: is("not acknowledged") }, ASK, "No answer for two days."],
  ["second-answer", { ...moved, askedEarlier: from(1) }, ACCEPT, "It is the best they can do."],
  ["short", { ...moved, daysLater: upTo(5) }, ACCEPT, "A short delay."],
  ["critical", { ...moved, daysLater: from(15), priority: is("critical") }, ESCALATE, "Late and critical."],
  ["middling", { ...moved, daysLater: upTo(14), orderTotal: upTo(4_999.99) }, ACCEPT, "Not worth haggling."],
  ["haggle", { ...moved, daysLater: from(6) }, ASK_EARLIER, "Ask for an earlier day."],
];

/** What the buyers of the sandbox shop would write down when they are asked for their rules. */
export const buyingRules: RuleTable = {
  columns: [...new Set([...LINES.flatMap(([, when]) => Object.keys(when)), "answeredThrough"])],
  rows: [
    ...LINES.map(([id, when, outcome, reason]) => ({ id, when, outcome, reason })),
    ...answeredHere,
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};
