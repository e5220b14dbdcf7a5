import { DEFAULT_SETTINGS } from "#server/domain/automations/settings.ts";
import type { Offer, Playbook } from "../define.ts";
import { costOf } from "./costs.ts";
import { effects, fingerprintNow, plan } from "./effects.ts";
import { APPROVED, CANCELLED, CREATED, DECLINED, facts, factsAt, GRADED, REFUNDED, REQUESTED, RESTOCKED, WRITTEN_OFF } from "./facts.ts";
import { contradicts, decidedBy, occasions } from "./occasions.ts";
import { APPROVE, DECLINE, FINAL_SALE, KEEP_ITEM, outcomes, RESTOCK, TOO_LATE, WRITE_OFF } from "./outcomes.ts";
import { table, tests } from "./table.ts";

const offer: Offer = {
  outcomes,
  table,
  tests,
  spares: {
    [APPROVE]: [APPROVED],
    [TOO_LATE]: [DECLINED],
    [FINAL_SALE]: [DECLINED],
    [DECLINE]: [DECLINED],
    [KEEP_ITEM]: [REFUNDED, DECLINED],
    [RESTOCK]: [REFUNDED, RESTOCKED],
    [WRITE_OFF]: [REFUNDED, WRITTEN_OFF],
  },
};

// One dollar a decision: below the 2.04 that 3.5 minutes on a request cost at 35 an hour.
const LOSS_PER_THOUSAND_MINOR = 100_000;

/** Goods that customers want to send back: whether they may, and what comes of the goods and the money. */
export const returns: Playbook = {
  name: "returns",
  title: "Returns and restocking",
  describes: "Requests to send something back, and goods that came back: approve, decline, refund without a parcel, refund and restock.",
  workflow: "returns",
  integration: "shopify",
  activities: [REQUESTED, CREATED, APPROVED, DECLINED, CANCELLED, GRADED, REFUNDED, RESTOCKED, WRITTEN_OFF],
  opensWith: [REQUESTED, CREATED],
  caseModel: "Return",
  caseType: "return",
  partModels: [],
  open: { model: "Return", caseField: "id", states: ["requested", "open"] },
  splitBy: ["situation", "reason"],
  // Money that was paid back does not come again.
  draftsFrom: 0.95,
  relatedBy: { field: "customerId", at: "requestedAt" },
  linkedBy: null,
  choicesFrom: null,
  facts,
  offer: () => offer,
  atRisk: { formula: "what the goods cost, after discounts", note: "the return, as our copy of it says" },
  settings: {
    ...DEFAULT_SETTINGS,
    gates: {
      approve: { ...DEFAULT_SETTINGS.gates.approve, lossPerThousandMinor: LOSS_PER_THOUSAND_MINOR },
      auto: { ...DEFAULT_SETTINGS.gates.auto, lossPerThousandMinor: LOSS_PER_THOUSAND_MINOR },
    },
  },
  effects,
  // Set before the first run: of a hundred returns the desk itself decides about three otherwise than it would on a second look.
  errorBudgetShare: 0.03,
  occasions,
  factsAt,
  decidedBy,
  contradicts,
  costOf,
  plan,
  fingerprintNow,
};
