import { NEEDS_PERSON, type CellTest, type RuleRow, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { Choice, RuleTest } from "../define.ts";
import { fulfilmentOf, HAND_OVER, routeTo } from "./outcomes.ts";

const is = (...values: (string | boolean)[]): CellTest => ({ test: "is", values });
const from = (low: number): CellTest => ({ test: "between", low, high: null });
const upTo = (high: number): CellTest => ({ test: "between", low: null, high });

const DAY_MINUTES = 24 * 60;
const COLUMNS = ["situation", "handOffs", "minutesSincePrevious", "language", "vip", "asksAbout", "orderTag", "beenAtFulfilment"];

/** The one group whose name says what it is for; undefined where none does, or several do. */
function groupFor(groups: readonly Choice[], words: RegExp): Choice | undefined {
  const found = groups.filter(({ name }) => words.test(name));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * A cautious beginning for a desk with these groups: what its groups' names and the words of a ticket leave no doubt about. Where the desk
 * has no such group there is no such row. What its people do beyond it is learned from their decisions.
 */
export function tableFor(groups: readonly Choice[]): RuleTable {
  const languages = groupFor(groups, /language|international|translat/i);
  const care = groupFor(groups, /priority|vip|premium|escalation/i);
  const orders = groupFor(groups, /\border|deliver/i);
  const returns = groupFor(groups, /return|refund/i);
  const isNew = { situation: is("new ticket") };
  const row = (id: string, when: RuleRow["when"], outcome: string, reason: string): RuleRow => ({ id, when, outcome, reason });
  return {
    columns: COLUMNS,
    rows: [
      row("passed-twice", { handOffs: from(2) }, NEEDS_PERSON, "It was passed on twice already: somebody has to read it."),
      row(
        "wrote-before",
        { ...isNew, minutesSincePrevious: upTo(DAY_MINUTES) },
        NEEDS_PERSON,
        "The customer wrote within the day before: it may be the same matter.",
      ),
      ...(languages
        ? [
            row(
              "language",
              { ...isNew, language: is("de", "fr", "es"), vip: is(false), asksAbout: is("damaged item", "wrong item", "return") },
              routeTo(languages.name, "normal"),
              "The customer writes another language, and nothing is urgent.",
            ),
            row(
              "other-language",
              { ...isNew, language: is("de", "fr", "es") },
              NEEDS_PERSON,
              "Another language: a person sees how urgent it is.",
            ),
          ]
        : []),
      ...(care
        ? [
            row(
              "vip-in-trouble",
              { ...isNew, vip: is(true), asksAbout: is("where is my order", "damaged item", "wrong item") },
              routeTo(care.name, "high"),
              "A VIP whose parcel is late, damaged or wrong.",
            ),
          ]
        : []),
      ...(orders
        ? [
            row(
              "still-changeable",
              { ...isNew, asksAbout: is("cancel", "address change"), orderTag: is("open") },
              routeTo(orders.name, "urgent"),
              "The order has not left yet: it can still be changed.",
            ),
          ]
        : []),
      ...(returns
        ? [
            row(
              "send-back",
              { ...isNew, asksAbout: is("return"), vip: is(false) },
              routeTo(returns.name, "normal"),
              "It is about something to send back.",
            ),
          ]
        : []),
      ...(fulfilmentOf(groups)
        ? [
            row(
              "wrong-parcel",
              { situation: is("in a group"), asksAbout: is("wrong item"), beenAtFulfilment: is(false) },
              HAND_OVER,
              "The warehouse has to see what was packed before anybody can answer.",
            ),
          ]
        : []),
      row("else", {}, NEEDS_PERSON, "No rule covers this ticket."),
    ],
  };
}

/** Cases that hold whatever groups a desk has. */
export const tests: readonly RuleTest[] = [
  { name: "passed on twice", facts: { situation: "in a group", asksAbout: "return", handOffs: 2 }, outcome: NEEDS_PERSON },
  {
    name: "a customer who wrote an hour ago",
    facts: { situation: "new ticket", asksAbout: "return", language: "en", handOffs: 0, minutesSincePrevious: 60 },
    outcome: NEEDS_PERSON,
  },
  { name: "nothing is known", facts: {}, outcome: NEEDS_PERSON },
];
