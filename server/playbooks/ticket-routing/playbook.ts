import { DEFAULT_SETTINGS } from "#server/domain/automations/settings.ts";
import type { Choice, Offer, Playbook } from "../define.ts";
import { effects, fingerprintNow, plan } from "./effects.ts";
import {
  ANSWERED,
  CLOSED,
  facts,
  factsAt,
  HANDED_BACK,
  HANDED_OVER,
  MERGED,
  NOTED,
  OPENED,
  PRIORITY_SET,
  ROUTED,
  TAGGED,
  WRITTEN_AGAIN,
  WRITTEN_IN,
} from "./facts.ts";
import { contradicts, decidedBy, occasions } from "./occasions.ts";
import { ANSWER, ESCALATE, HAND_OVER, MERGE, outcomesOf, twofold } from "./outcomes.ts";
import { tableFor, tests } from "./table.ts";

// Class assumed, to be replaced by the desk's own: minutes of the people who set a wrong turn right, at 35 an hour.
const PASSED_ON_MINOR = 200; // Somebody reads it and passes it on: 3.5 minutes.
const LOOKED_AT_IN_VAIN_MINOR = 350; // The warehouse looks for a parcel: 6 minutes.
const WRONG_PRIORITY_MINOR = 50; // It is answered too early or too late within the same group.
const MISSED_URGENT_MINOR = 500; // The parcel has left before anybody could change it: about one in three costs a second parcel.
const MERGED_AWAY_MINOR = 1_500; // A question that nobody sees any more, and a customer who writes again.

const groupOf = (outcome: string): string => outcome.replace(/, (low|normal|high|urgent)$/, "");

function costOf({ decided, people }: { decided: string; people: string }): { costMinor: number; severe: boolean } {
  if (decided === people) return { costMinor: 0, severe: false };
  if (decided === MERGE) return { costMinor: MERGED_AWAY_MINOR, severe: true };
  if (decided === ANSWER) return { costMinor: 0, severe: false }; // Nothing is done: it stays with whoever has it.
  if (decided === HAND_OVER) return { costMinor: LOOKED_AT_IN_VAIN_MINOR, severe: false };
  if (people.endsWith(", urgent") && !decided.endsWith(", urgent")) return { costMinor: MISSED_URGENT_MINOR, severe: false };
  const isSameGroup = decided === ESCALATE || groupOf(decided) === groupOf(people);
  return { costMinor: isSameGroup ? WRONG_PRIORITY_MINOR : PASSED_ON_MINOR, severe: false };
}

function offer(groups: readonly Choice[]): Offer {
  // Two desks may have groups of one name: a rule then means each desk's own.
  const named = [...new Map(groups.map((group) => [group.name, group])).values()];
  const outcomes = outcomesOf(named);
  const spares: Record<string, readonly string[]> = { [HAND_OVER]: [HANDED_OVER], [MERGE]: [MERGED], [ESCALATE]: [PRIORITY_SET] };
  for (const { name } of outcomes) if (name.startsWith("route to ")) spares[name] = [ROUTED];
  return { outcomes, table: tableFor(named), tests, spares };
}

/** Tickets on their way to whoever can answer them: to a group with a priority, to fulfilment, or into an earlier one. */
export const ticketRouting: Playbook = {
  name: "ticket-routing",
  title: "Escalation routing",
  describes:
    "Tickets on their way to whoever can answer them: route them to a group with a priority, hand them over to fulfilment with the order attached, or merge them.",
  workflow: "ticket-routing",
  integration: "zendesk",
  activities: [WRITTEN_IN, OPENED, WRITTEN_AGAIN, ROUTED, HANDED_OVER, HANDED_BACK, ANSWERED, MERGED, CLOSED, PRIORITY_SET, TAGGED, NOTED],
  opensWith: [WRITTEN_IN],
  caseModel: "Ticket",
  caseType: "ticket",
  partModels: [],
  open: { model: "Ticket", caseField: "id", states: ["new", "open"] },
  splitBy: ["situation", "asksAbout", "group", "wroteWithinDay", "isTagged"],
  twofold,
  // A wrong turn costs two dollars and is found by the next who reads the ticket; of orders, a wrong release costs the parcel.
  draftsFrom: 0.9,
  relatedBy: { field: "requesterId", at: "createdAt" },
  linkedBy: { field: "orderNumbers", model: "Order", by: "number" },
  choicesFrom: { model: "TicketGroup", id: "id", name: "name" },
  facts,
  offer,
  atRisk: { formula: "what the order that the ticket names was worth when it was placed", note: "the order, as our copy of it says" },
  settings: DEFAULT_SETTINGS,
  effects,
  // Set before the first run: of a hundred tickets people themselves pass on several that were routed wrongly.
  errorBudgetShare: 0.03,
  occasions,
  factsAt,
  decidedBy,
  contradicts,
  costOf,
  plan,
  fingerprintNow,
};
