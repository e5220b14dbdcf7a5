import type { Facts } from "#server/domain/automations/case-history.ts";
import { DEFAULT_SETTINGS } from "#server/domain/automations/settings.ts";
import type { Offer, Playbook } from "../define.ts";
import { effects, fingerprintNow, plan } from "./effects.ts";
import { facts, factsAt } from "./facts.ts";
import { contradicts, decidedBy, occasions } from "./occasions.ts";
import { ACCEPT, ACKNOWLEDGE, ASK, ASK_EARLIER, ESCALATE, outcomes, PASS_ON } from "./outcomes.ts";
import {
  ACKNOWLEDGED,
  ASKED,
  ASKED_EARLIER,
  CHANGE_ANSWERED,
  CREATED,
  DATE_UPDATED,
  MEMO_WRITTEN,
  RECEIVED,
  STATUS_CHANGED,
  SUPPLIER_WROTE,
} from "./standing.ts";
import { answeredHere, table, tests } from "./table.ts";

// Class assumed, to be replaced by the shop's own: minutes of a buyer at 35 an hour, and what late goods cost.
const ASKED_IN_VAIN_MINOR = 100; // A supplier reads a letter that nobody would have written.
const TAKEN_TOO_SOON_MINOR = 1_000; // A date that a buyer would have haggled over: about a week of stock cover.
const CRITICAL_TAKEN_MINOR = 10_000; // A date that a buyer would have escalated: goods that customers wait for.
const ESCALATED_IN_VAIN_MINOR = 250; // Somebody reads it and writes the date: four minutes.

function costOf({ decided, people }: { decided: string; people: string; facts: Facts }): { costMinor: number; severe: boolean } {
  if (decided === people || decided === PASS_ON) return { costMinor: 0, severe: false };
  if (decided === ASK || decided === ASK_EARLIER) return { costMinor: ASKED_IN_VAIN_MINOR, severe: false };
  if (decided === ESCALATE) return { costMinor: ESCALATED_IN_VAIN_MINOR, severe: false };
  return people === ESCALATE ? { costMinor: CRITICAL_TAKEN_MINOR, severe: true } : { costMinor: TAKEN_TOO_SOON_MINOR, severe: false };
}

const offer: Offer = {
  outcomes,
  table,
  tests,
  beforePeople: answeredHere,
  spares: {
    [ASK]: [MEMO_WRITTEN],
    [ACKNOWLEDGE]: [ACKNOWLEDGED],
    [ACCEPT]: [DATE_UPDATED],
    [ASK_EARLIER]: [MEMO_WRITTEN],
    [ESCALATE]: [MEMO_WRITTEN],
  },
};

/** Purchase orders that wait for their supplier: ask, acknowledge, accept a date or haggle over it. */
export const supplierPo: Playbook = {
  name: "supplier-po",
  title: "Supplier PO status",
  describes:
    "Purchase orders that wait for their supplier: ask by a letter with a reply page, acknowledge, accept a new date, ask for an earlier one, or escalate.",
  workflow: "supplier-po",
  integration: "netsuite",
  activities: [
    CREATED,
    STATUS_CHANGED,
    MEMO_WRITTEN,
    ASKED,
    ASKED_EARLIER,
    CHANGE_ANSWERED,
    SUPPLIER_WROTE,
    ACKNOWLEDGED,
    DATE_UPDATED,
    RECEIVED,
  ],
  opensWith: [CREATED],
  caseModel: "PurchaseOrder",
  caseType: "purchase_order",
  partModels: [],
  open: { model: "PurchaseOrder", caseField: "id", states: ["pending_receipt"] },
  splitBy: ["situation"],
  draftsFrom: 0.85,
  relatedBy: { field: "supplierId", at: "createdAt" },
  linkedBy: null,
  choicesFrom: null,
  facts,
  offer: () => offer,
  atRisk: { formula: "not known: our copy does not say what the order is worth", note: "the order, as our copy of it says" },
  settings: DEFAULT_SETTINGS,
  effects,
  // Set before the first run: a letter too many is cheap, a date taken wrongly is seen by the next who reads the order.
  errorBudgetShare: 0.03,
  occasions,
  factsAt,
  decidedBy,
  contradicts,
  costOf,
  plan,
  fingerprintNow,
};
