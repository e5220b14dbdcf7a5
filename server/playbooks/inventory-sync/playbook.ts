import { DEFAULT_SETTINGS } from "#server/domain/automations/settings.ts";
import type { Offer, Playbook } from "../define.ts";
import { costOf } from "./costs.ts";
import { effects, fingerprintNow, plan } from "./effects.ts";
import { ADJUSTED, ASKED, facts, factsAt, FOUND, RECOUNTED, STOPPED } from "./facts.ts";
import { converges } from "./in-step.ts";
import { contradicts, decidedBy, occasions } from "./occasions.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, outcomes, SET_TO_LEDGER, STOP_SELLING } from "./outcomes.ts";
import { table, tests } from "./table.ts";

const offer: Offer = {
  outcomes,
  table,
  tests,
  spares: {
    [SET_TO_LEDGER]: [ADJUSTED],
    [KEEP_CHANNEL]: [ADJUSTED],
    [ASK_RECOUNT]: [ASKED],
    [STOP_SELLING]: [STOPPED],
  },
};

// One dollar a decision: below the 2.57 that 4.4 minutes of comparing and correcting cost at 35 an hour.
const LOSS_PER_THOUSAND_MINOR = 100_000;
const HOUR_OF_DIFFERENCES = 60; // Three times what a shop of 500 orders finds in a day: more at once is a feed that broke, and no shelf.
const HOUR_OF_STOCK_MINOR = 1_000_000; // Sixty differences of five units at thirty dollars come to nine thousand.

/** Quantities of channels that differ from what the ledger allots them: which count holds, and when somebody has to count. */
export const inventorySync: Playbook = {
  name: "inventory-sync",
  title: "Inventory across channels",
  describes:
    "Channels that show more or less than the ledger allots them: set them to it, keep their count, ask for a recount, stop selling.",
  workflow: "inventory-sync",
  integration: "shopify",
  activities: [FOUND, ASKED, RECOUNTED, ADJUSTED, STOPPED],
  opensWith: [FOUND],
  caseModel: "StockDifference",
  caseType: "sku",
  partModels: [],
  open: { model: "StockDifference", caseField: "id", states: ["found", "recounted"] },
  splitBy: ["situation", "countedAs"],
  // A wrong correction moves a few units, and the next comparison finds it again.
  draftsFrom: 0.85,
  relatedBy: { field: "levelId", at: "foundAt" },
  linkedBy: { field: "levelId", model: "InventoryLevel", by: "id" },
  choicesFrom: null,
  converges,
  facts,
  offer: () => offer,
  atRisk: {
    formula: "units apart x what a unit costs; nothing where they are only counted",
    note: "the item's unit cost at the channel, as our newest copy of it says",
  },
  settings: {
    ...DEFAULT_SETTINGS,
    gates: {
      approve: { ...DEFAULT_SETTINGS.gates.approve, lossPerThousandMinor: LOSS_PER_THOUSAND_MINOR },
      auto: { ...DEFAULT_SETTINGS.gates.auto, lossPerThousandMinor: LOSS_PER_THOUSAND_MINOR },
    },
    brake: { records: HOUR_OF_DIFFERENCES, moneyMinor: HOUR_OF_STOCK_MINOR },
  },
  effects,
  // Set before the first run: of a hundred corrections planners themselves make about three that they correct again the next day.
  errorBudgetShare: 0.03,
  occasions,
  factsAt,
  decidedBy,
  contradicts,
  costOf,
  plan,
  fingerprintNow,
};
