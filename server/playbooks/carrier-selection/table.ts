import { NEEDS_PERSON, type CellTest, type RuleRow, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { serviceDays } from "#server/domain/carriers/service-days.ts";
import { serviceWords } from "#server/domain/carriers/service-words.ts";
import type { Choice, RuleTest } from "../define.ts";
import { offeredBy, shipBy } from "./outcomes.ts";

const is = (...values: (string | boolean)[]): CellTest => ({ test: "is", values });
const from = (low: number): CellTest => ({ test: "between", low, high: null });
const upTo = (high: number): CellTest => ({ test: "between", low: null, high });

// The words in which shops of our customers name what a buyer paid for. Others ask a person.
const QUICK_WORDS = ["Express", "Expedited", "2-Day", "2 Day", "Two-Day", "Second Day"];
const STANDARD_WORDS = ["Standard", "Standard Shipping", "Ground", "Free Shipping", "Economy"];
const NEAR_ZONE = 4;
const PRECIOUS = 300; // An account's own threshold is learned; beyond a few hundred most insure or ask for a signature.

/**
 * A cautious beginning for an account with these services: what presets chose stays for plain parcels that do not travel far, and what a buyer paid for as quick
 * goes by the one service that takes two days. What its people do beyond it is learned from their decisions.
 */
export function tableFor(choices: readonly Choice[]): RuleTable {
  const services = [...new Set(choices.map((choice) => offeredBy(choice).service))];
  const twoDays = services.filter((service) => serviceDays(service) === 2);
  const [quick, ...others] = twoDays;
  const imported = { situation: is("imported") };
  const rows: RuleRow[] = [
    {
      id: "voided",
      when: { situation: is("label voided") },
      outcome: NEEDS_PERSON,
      reason: "A label turned out wrong: somebody has to look.",
    },
    { id: "abroad", when: { abroad: is(true) }, outcome: NEEDS_PERSON, reason: "It goes abroad: customs want a person's eye." },
    { id: "precious", when: { orderValue: from(PRECIOUS) }, outcome: NEEDS_PERSON, reason: "Much is at stake if it is lost." },
  ];
  if (quick !== undefined && others.length === 0)
    rows.push({
      id: "quick",
      when: { ...imported, serviceAsked: is(...QUICK_WORDS) },
      outcome: shipBy(quick),
      reason: "The buyer paid for quick delivery, and one service takes two days.",
    });
  for (const service of services.filter((one) => (serviceDays(one) ?? 0) > 2))
    rows.push({
      id: `keep-${service}`,
      when: { ...imported, serviceSet: is(serviceWords(service)), serviceAsked: is(...STANDARD_WORDS), zone: upTo(NEAR_ZONE) },
      outcome: shipBy(service),
      reason: "It travels less than 600 miles, where ground takes two days: the preset is quick enough.",
    });
  rows.push({ id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this shipment." });
  return { columns: ["situation", "abroad", "orderValue", "serviceAsked", "serviceSet", "zone"], rows };
}

/** Cases that hold whatever services an account has. */
export const tests: readonly RuleTest[] = [
  { name: "a label that was voided", facts: { situation: "label voided", serviceSet: "UPS ground", abroad: false }, outcome: NEEDS_PERSON },
  { name: "a parcel abroad", facts: { situation: "imported", serviceAsked: "Standard", abroad: true }, outcome: NEEDS_PERSON },
  { name: "a precious parcel", facts: { situation: "imported", serviceAsked: "Standard", orderValue: 900 }, outcome: NEEDS_PERSON },
  { name: "nothing is known", facts: {}, outcome: NEEDS_PERSON },
];
