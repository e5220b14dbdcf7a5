import { toCarrierService } from "#connectors/shipstation/to-catalogue.ts";
import { importEvent, labelEvent, voidEvent, type Accounts } from "#connectors/shipstation/to-ops-events.ts";
import { LabelRow, OrderRow, toLabel, toShipment, withLabel } from "#connectors/shipstation/to-shipment.ts";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { experienceOf, type Experience, type Observation } from "#server/domain/automations/experience.ts";
import { compareEvents } from "#server/domain/event-log/event.ts";
import { pricesTold } from "#server/playbooks/carrier-selection/prices.ts";
import { presetFor } from "#server/sandbox/departments/shipping/policy.ts";
import { CARRIERS, SERVICE_CODES, SERVICES } from "#server/sandbox/departments/shipping/services.ts";
import type { Parcel } from "#server/sandbox/departments/shipping/parcel.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import { shopSettings, startOf } from "#server/sandbox/shop/settings.ts";
import { WAREHOUSE_ID } from "#server/sandbox/vendors/shipstation/account.ts";
import { labelShape, orderShape, userIdOf } from "#server/sandbox/vendors/shipstation/shapes.ts";
import { toEvent } from "#server/services/connections/to-event.ts";

/** What the sandbox's carriers offer, as outcomes name it. */
export const SERVICES_HERE = SERVICE_CODES.map((code) => {
  const carrier = CARRIERS.find((one) => one.code === SERVICES[code].carrier)!;
  return toCarrierService(carrier, { carrierCode: carrier.code, code, name: SERVICES[code].name });
}).map(({ id, name }) => ({ id, name }));

const LINKED = [{ by: String(WAREHOUSE_ID), recordId: String(WAREHOUSE_ID), content: { region: "ME", country: "US" } }];

const DAY_MS = 86_400_000;
const asImported = (parcel: Parcel): Parcel => ({
  ...parcel,
  service: presetFor(parcel),
  status: "awaiting_shipment",
  modifiedMs: parcel.importedMs,
  heldUntil: null,
});

type Tables = Pick<Sandbox, "shop" | "departments">;

/**
 * Reads shipments of the packing tables as our copy would hold them at an instant, had it followed them from their import on, without the way
 * through Nango.
 */
export function packingReader(
  tables: Tables,
  ownChoices: Accounts["ownChoices"] = new Map(),
): { historyOf: (parcel: Parcel, knownAtMs: number) => CaseHistory } {
  const { packers } = tables.departments.shipping.state;
  const nobody = new Set<string>();
  const people = new Map(packers.map(({ id }) => [userIdOf(id), `Packer ${id}`]));
  const accounts: Accounts = { people, programs: nobody, ownLabels: nobody, ownVoids: nobody, ownChoices };
  const shipmentOf = (parcel: Parcel) => {
    const first = toShipment(OrderRow.parse(orderShape(tables, asImported(parcel))), { stored: undefined, isBackfill: false });
    const now = toShipment(OrderRow.parse(orderShape(tables, parcel)), { stored: first, isBackfill: false });
    const labels = parcel.labels.map((label) => toLabel(LabelRow.parse(labelShape(tables, parcel, label))));
    return { first, labels, shipment: labels.reduce(withLabel, now) };
  };
  const told = new Map<number, { labels: number; prices: Observation[] }>();
  const toldBy = (parcel: Parcel): Observation[] => {
    const known = told.get(parcel.id);
    if (known?.labels === parcel.labels.length) return known.prices;
    const prices = pricesTold(shipmentOf(parcel).shipment);
    told.set(parcel.id, { labels: parcel.labels.length, prices });
    return prices;
  };
  let learned: { day: number; experience: Experience } | null = null;
  /** What all labels told when a day began: read anew each day, as the product does each hour. */
  const experienceOn = (day: number): Experience => {
    if (learned?.day !== day) {
      learned = { day, experience: experienceOf(tables.departments.shipping.state.parcels.flatMap(toldBy)) };
    }
    return learned.experience;
  };
  return {
    historyOf(parcel, knownAtMs) {
      const { first, labels, shipment } = shipmentOf(parcel);
      const recorded = labels.flatMap((label) => [
        labelEvent(shipment, label, accounts),
        ...[voidEvent(shipment, label, accounts) ?? []].flat(),
      ]);
      return {
        caseId: `shipment:${parcel.id}`,
        events: [importEvent(first), ...recorded].flatMap((event) => (event && toEvent(event)) ?? []).sort(compareEvents),
        records: [{ model: "Shipment", recordId: shipment.id, knownAtMs, content: shipment }],
        related: [],
        linked: LINKED,
        experience: experienceOn(Math.floor(knownAtMs / DAY_MS)),
      };
    },
  };
}

/** Shipments of sandbox packing tables as our copy would hold them, had it followed them from the beginning. */
export function historiesOfTables(given: Parameters<typeof shopSettings>[0]) {
  const settings = shopSettings(given);
  const sandbox = openSandbox(settings);
  const { historyOf } = packingReader(sandbox);
  const histories = sandbox.departments.shipping.state.parcels.map((parcel) => historyOf(parcel, settings.untilMs));
  return { sandbox, histories, fromMs: startOf(settings), toMs: settings.untilMs };
}
