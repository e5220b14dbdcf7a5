import { NEEDS_PERSON, type CellTest, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { HAND_OVER, routeTo } from "#server/playbooks/ticket-routing/outcomes.ts";

const is = (...values: (string | number | boolean)[]): CellTest => ({ test: "is", values });
const from = (low: number): CellTest => ({ test: "between", low, high: null });
const upTo = (high: number): CellTest => ({ test: "between", low: null, high });

type Line = [id: string, when: Readonly<Record<string, CellTest>>, outcome: string, reason: string];

const isNew = { situation: is("new ticket") };
const foreign = { ...isNew, language: is("de", "fr", "es") };
const lookedAtOnce = { situation: is("in a group"), handOffs: upTo(1), beenAtFulfilment: is(false) };
const LATE_DAYS = 6;
const LARGE = 400;
const changeable = is("cancel", "address change");
const lost = is("where is my order");
const trouble = is("where is my order", "damaged item", "wrong item");
const [languages, care, orders, returns] = ["Languages", "Priority care", "Orders and delivery", "Returns and refunds"] as const;

const LINES: readonly Line[] = [
  ["passed-twice", { handOffs: from(2) }, NEEDS_PERSON, "Somebody has to read it."],
  ["wrote-before", { ...isNew, minutesSincePrevious: upTo(1440) }, NEEDS_PERSON, "It may be the same matter."],
  ["foreign-urgent", { ...foreign, asksAbout: changeable, orderTag: is("open") }, routeTo(languages, "urgent"), "It can still be changed."],
  ["foreign-vip", { ...foreign, vip: is(true) }, routeTo(languages, "high"), "A VIP."],
  ["foreign-late", { ...foreign, asksAbout: lost, orderAgeDays: from(LATE_DAYS) }, routeTo(languages, "high"), "The parcel is late."],
  ["foreign-question", { ...foreign, asksAbout: is("product question") }, routeTo(languages, "normal"), "A question."],
  ["foreign", { ...foreign, vip: is(false) }, routeTo(languages, "normal"), "Another language."],
  ["foreign-unsure", foreign, NEEDS_PERSON, "Nobody has looked the order up."],
  ["vip", { ...isNew, asksAbout: trouble, vip: is(true) }, routeTo(care, "high"), "A VIP in trouble."],
  [
    "large-late",
    { ...isNew, asksAbout: lost, orderTotal: from(LARGE), orderAgeDays: from(LATE_DAYS) },
    routeTo(care, "high"),
    "A large order that is late.",
  ],
  ["large", { ...isNew, asksAbout: trouble, orderTotal: from(LARGE), vip: is(false) }, routeTo(care, "normal"), "A large order."],
  ["changeable", { ...isNew, asksAbout: changeable, orderTag: is("open") }, routeTo(orders, "urgent"), "It can still be changed."],
  ["gone-vip", { ...isNew, asksAbout: changeable, vip: is(true), priority: is("high") }, routeTo(orders, null), "It has left; a VIP."],
  ["gone", { ...isNew, asksAbout: changeable, vip: is(false), orderTag: is("shipped") }, routeTo(orders, "normal"), "It has left."],
  ["late", { ...isNew, asksAbout: lost, orderAgeDays: from(LATE_DAYS), vip: is(false) }, routeTo(orders, "high"), "The parcel is late."],
  [
    "on-its-way",
    { ...isNew, asksAbout: lost, orderAgeDays: upTo(LATE_DAYS - 1), vip: is(false) },
    routeTo(orders, "normal"),
    "On its way.",
  ],
  ["back-vip", { ...isNew, asksAbout: is("return"), vip: is(true) }, routeTo(returns, "high"), "A VIP sends something back."],
  [
    "back",
    { ...isNew, asksAbout: is("return", "damaged item", "wrong item"), vip: is(false) },
    routeTo(returns, "normal"),
    "Something comes back.",
  ],
  ["packed", { ...lookedAtOnce, asksAbout: is("wrong item") }, HAND_OVER, "The warehouse sees what was packed."],
  [
    "parcel",
    { ...lookedAtOnce, asksAbout: lost, orderTag: is("shipped"), orderAgeDays: from(LATE_DAYS) },
    HAND_OVER,
    "The warehouse looks where the parcel is.",
  ],
  ["stop", { ...lookedAtOnce, asksAbout: is("address change"), orderTag: is("open") }, HAND_OVER, "The warehouse can still stop it."],
];

/** What the team of the sandbox desk would write down when it is asked for its rules. */
export const deskRules: RuleTable = {
  columns: [...new Set(LINES.flatMap(([, when]) => Object.keys(when)))],
  rows: [
    ...LINES.map(([id, when, outcome, reason]) => ({ id, when, outcome, reason })),
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};
