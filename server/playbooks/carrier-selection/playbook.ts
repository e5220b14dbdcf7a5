import { DEFAULT_SETTINGS } from "#server/domain/automations/settings.ts";
import type { Choice, Offer, Playbook } from "../define.ts";
import { costOf } from "./costs.ts";
import { effects, fingerprintNow, plan } from "./effects.ts";
import { alternativesAt, CHANGED, facts, factsAt, KEPT, PRINTED, SERVICE_OPEN, SERVICE_SET, VOIDED } from "./facts.ts";
import { contradicts, decidedBy, occasions } from "./occasions.ts";
import { outcomesOf } from "./outcomes.ts";
import { pricesTold } from "./prices.ts";
import { tableFor, tests } from "./table.ts";

function offer(services: readonly Choice[]): Offer {
  const outcomes = outcomesOf(services);
  return {
    outcomes,
    table: tableFor(services),
    tests,
    spares: Object.fromEntries(outcomes.map(({ name }) => [name, [KEPT, CHANGED]])),
  };
}

/** Shipments that wait for a carrier and a service. */
export const carrierSelection: Playbook = {
  name: "carrier-selection",
  title: "Carrier selection",
  describes: "Shipments on their way to a label: choose carrier and service by weight, distance, value and what the buyer paid for.",
  workflow: "carrier-choice",
  integration: "shipstation",
  activities: [SERVICE_SET, SERVICE_OPEN, KEPT, CHANGED, PRINTED, VOIDED],
  opensWith: [SERVICE_SET, SERVICE_OPEN],
  caseModel: "Shipment",
  caseType: "shipment",
  partModels: [],
  open: { model: "Shipment", caseField: "id", states: ["awaiting_shipment"] },
  // What the presets set is the merchant's own first rule: the others are learned within each.
  splitBy: ["situation", "serviceSet"],
  // A wrong service costs a few dollars and is seen by whoever prints the label.
  draftsFrom: 0.9,
  relatedBy: null,
  linkedBy: { field: "warehouseId", model: "Warehouse", by: "id" },
  choicesFrom: { model: "CarrierService", id: "id", name: "name" },
  learnsFrom: { model: "Shipment", read: pricesTold },
  alternatives: {
    at: alternativesAt,
    formula: "the usual price of a label of this service - that of the cheapest service that keeps what the buyer was promised",
    note: "your own labels of the sixty days before for parcels of this weight and destination; days of each service as its carrier publishes them",
  },
  facts,
  offer,
  atRisk: { formula: "not known: no money is spent before a person or a program buys the label", note: "choosing a service buys nothing" },
  // ShipStation takes forty calls a minute and half of them are left to other tools. A look takes two of them and a choice three, so three
  // effects of three calls each, with their seven at the vendor, are all that fits.
  settings: { ...DEFAULT_SETTINGS, callsPerMinute: 9 },
  effects,
  // Set before the first run: of a hundred labels packers themselves void three or four as wrong.
  errorBudgetShare: 0.03,
  occasions,
  factsAt,
  decidedBy,
  contradicts,
  costOf,
  plan,
  fingerprintNow,
};
