import type { Facts } from "#server/domain/automations/case-history.ts";
import { DEFAULT_SETTINGS } from "#server/domain/automations/settings.ts";
import type { Offer, Playbook } from "../define.ts";
import { effects, fingerprintNow, plan } from "./effects.ts";
import { ADDRESS_CHANGED, CANCELLED, facts, factsAt, HELD, MAILED, NOTED, RELEASED, SHIPPED, TAGGED, UNTAGGED } from "./facts.ts";
import { contradicts, decidedBy, occasions } from "./occasions.ts";
import { table, tests } from "./table.ts";

// A wrong release to a fraudster costs the goods; one that people would have asked about first, a second parcel in about one of ten.
const PARCEL_MINOR = 1_500;
const ASKED_IN_VAIN_MINOR = 300;
const WAITED_IN_VAIN_MINOR = 500;
const MARGIN_SHARE = 0.3; // What a cancelled order would have brought; class assumed, to be replaced by the shop's own margin.
const RETURNED_SHARE = 0.1;

function costOf({ decided, people, facts: known }: { decided: string; people: string; facts: Facts }) {
  if (decided === people) return { costMinor: 0, severe: false };
  const total = known["orderTotal"]?.value;
  const totalMinor = typeof total === "number" ? Math.round(total * 100) : 0;
  switch (decided) {
    case "release":
      if (people === "cancel") return { costMinor: totalMinor + PARCEL_MINOR, severe: true };
      return { costMinor: Math.round(totalMinor * RETURNED_SHARE) + PARCEL_MINOR, severe: false };
    case "cancel":
      return { costMinor: Math.round(totalMinor * MARGIN_SHARE), severe: people === "release" };
    case "fix address":
      return { costMinor: PARCEL_MINOR, severe: false };
    case "ask customer":
      return { costMinor: ASKED_IN_VAIN_MINOR, severe: false };
    case "wait for stock":
      return { costMinor: WAITED_IN_VAIN_MINOR, severe: false };
    default:
      return { costMinor: 0, severe: false };
  }
}

const offer: Offer = {
  outcomes: [
    { name: "release", title: "Release", does: "The holds of the order are released, so that it ships.", undo: "possible" },
    {
      name: "ask customer",
      title: "Ask the customer",
      does: "The order gets the tag ask-customer, on which your rule or help desk writes to the customer.",
      undo: "not possible",
    },
    {
      name: "wait for stock",
      title: "Wait for stock",
      does: "The order gets the tag waiting-for-stock and stays on hold.",
      undo: "possible",
    },
    {
      name: "cancel",
      title: "Cancel",
      does: "The order is cancelled, refunded and restocked, and the customer is told.",
      undo: "not possible",
    },
    {
      name: "fix address",
      title: "Correct the address",
      does: "The order gets the one address that your address check or the customer's reply names; where none or several are named, a person does it.",
      undo: "possible",
    },
  ],
  table,
  tests,
  spares: {
    release: [RELEASED],
    "ask customer": [MAILED],
    "wait for stock": [TAGGED],
    cancel: [CANCELLED],
    "fix address": [ADDRESS_CHANGED],
  },
};

/** Orders that were stopped on their way out: release, correct, ask, wait or cancel. */
export const orderExceptions: Playbook = {
  name: "order-exceptions",
  title: "Order exceptions",
  describes:
    "Orders that an app, a rule or a person put on hold: release them, correct the address, ask the customer, wait for stock, or cancel.",
  workflow: "order-exceptions",
  integration: "shopify",
  activities: [HELD, RELEASED, ADDRESS_CHANGED, MAILED, NOTED, TAGGED, UNTAGGED, CANCELLED, SHIPPED],
  opensWith: [HELD],
  caseModel: "Order",
  caseType: "order",
  partModels: [{ model: "FulfilmentOrder", caseField: "orderId" }],
  open: { model: "FulfilmentOrder", caseField: "orderId", states: ["on_hold"] },
  splitBy: ["situation", "holdReason"],
  draftsFrom: 0.95,
  relatedBy: { field: "customerId", at: "placedAt" },
  linkedBy: null,
  choicesFrom: null,
  facts,
  offer: () => offer,
  atRisk: { formula: "what the order was worth when it was placed", note: "the order, as our copy of it says" },
  // Set before the first run: one dollar a decision is below the 1.46 that 2.5 minutes cost at 35 an hour.
  settings: {
    ...DEFAULT_SETTINGS,
    gates: {
      approve: { ...DEFAULT_SETTINGS.gates.approve, lossPerThousandMinor: 100_000 },
      auto: { ...DEFAULT_SETTINGS.gates.auto, lossPerThousandMinor: 100_000 },
    },
  },
  effects,
  errorBudgetShare: 0.03,
  occasions,
  factsAt,
  decidedBy,
  contradicts,
  costOf,
  plan,
  fingerprintNow,
};
