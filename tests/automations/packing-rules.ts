import { NEEDS_PERSON, type CellTest, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { shipBy } from "#server/playbooks/carrier-selection/outcomes.ts";

const is = (...values: (string | number | boolean)[]): CellTest => ({ test: "is", values });
const from = (low: number): CellTest => ({ test: "between", low, high: null });
const upTo = (high: number): CellTest => ({ test: "between", low: null, high });

type Line = [id: string, when: Readonly<Record<string, CellTest>>, service: string, reason: string];

const imported = { situation: is("imported") };
const POUND_GRAMS = 454;
const FIVE_POUNDS_GRAMS = 2_268;

const LINES: readonly Line[] = [
  ["precious", { ...imported, orderValue: from(400) }, "fedex_2day", "Precious: with a signature."],
  ["express", { ...imported, serviceAsked: is("Express") }, "ups_2nd_day_air", "The buyer paid for it."],
  ["light", { ...imported, weight: upTo(POUND_GRAMS) }, "usps_ground_advantage", "Light goes by post."],
  ["far", { ...imported, zone: from(7), weight: upTo(FIVE_POUNDS_GRAMS) }, "usps_priority_mail", "Far and not heavy goes by post."],
  ["middle", { ...imported, weight: upTo(FIVE_POUNDS_GRAMS) }, "ups_ground", "Up to five pounds."],
  ["heavy", { ...imported, weight: from(FIVE_POUNDS_GRAMS + 1) }, "fedex_ground", "Heavy."],
];

/** What the team of the sandbox's packing tables would write down when it is asked for its rules. */
export const packingRules: RuleTable = {
  columns: ["situation", "orderValue", "serviceAsked", "weight", "zone"],
  rows: [
    ...LINES.map(([id, when, service, reason]) => ({ id, when, outcome: shipBy(service), reason })),
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};
