import { CARRIERS, SERVICES, SERVICE_CODES } from "#server/sandbox/departments/shipping/services.ts";
import { LABEL_PROGRAM } from "#server/sandbox/departments/shipping/create-shipping.ts";
import type { Label } from "#server/sandbox/departments/shipping/parcel.ts";
import { KEY_OWNER, WAREHOUSE_ID } from "#server/sandbox/vendors/shipstation/account.ts";
import { userIdOf } from "#server/sandbox/vendors/shipstation/shapes.ts";
import { iso, isoOrNull, line, type Content, type EventLedger, type Ledger, type RecordLedger } from "./ledger.ts";

const GRAMS_AN_OUNCE = 28.349523125;

const PARCELS: RecordLedger = {
  name: "parcels",
  model: "Shipment",
  there: ({ departments }) =>
    departments.shipping.state.parcels.map((parcel) =>
      line(
        String(parcel.id),
        `#${parcel.orderNumber}`,
        iso(parcel.importedMs),
        iso(parcel.modifiedMs),
        parcel.status,
        parcel.heldUntil,
        parcel.service,
        parcel.service === null ? null : SERVICES[parcel.service].carrier,
        parcel.isExpressPaid ? "Express" : "Standard",
        Math.round(parcel.weightOunces * GRAMS_AN_OUNCE),
        parcel.valueMinor,
        String(WAREHOUSE_ID),
        parcel.assigneeId === null ? null : userIdOf(parcel.assigneeId),
        parcel.tagIds.map(String).toSorted(),
        parcel.labels.map((label) => [
          String(label.id),
          label.service,
          label.costMinor,
          iso(label.atMs),
          isoOrNull(label.voidedMs),
          label.batch === null ? null : String(label.batch),
          accountOn(label),
        ]),
      ),
    ),
  here: (one) =>
    line(
      one.id,
      one.orderNumber,
      one.createdAt,
      one.updatedAt,
      one.state,
      one.heldUntil,
      one.service,
      one.carrier,
      one.requestedService,
      one.weightGrams,
      one.valueMinor,
      one.warehouseId,
      one.assigneeId,
      one.tagIds,
      one.labels.map((label: Content) => [
        label.id,
        label.service,
        label.costMinor,
        label.createdAt,
        label.voidedAt,
        label.batch,
        label.userId,
      ]),
    ),
};

function accountOn({ by }: Label): string | null {
  if (by.kind === "packer") return userIdOf(by.id);
  return by.id === LABEL_PROGRAM.id ? null : userIdOf(KEY_OWNER.id);
}

const CARRIER_SERVICES: RecordLedger = {
  name: "services of carriers",
  model: "CarrierService",
  there: () =>
    SERVICE_CODES.map((code) => {
      const { carrier, name } = SERVICES[code];
      return line(`${carrier}:${code}`, carrier, CARRIERS.find((one) => one.code === carrier)?.name, code, name);
    }),
  here: (one) => line(one.id, one.carrier, one.carrierName, one.service, one.name),
};

const WAREHOUSES: RecordLedger = {
  name: "warehouses",
  model: "Warehouse",
  there: () => [line(String(WAREHOUSE_ID), "Portland dock", "ME", "US", "04101")],
  here: (one) => line(one.id, one.name, one.region, one.country, one.postcode),
};

/** Told only of parcels that were seen before their label. */
const IMPORTS: EventLedger = {
  name: "imports of parcels",
  isChance: true,
  isOf: ({ id }) => id.endsWith(":import"),
  there: ({ departments }) =>
    departments.shipping.state.parcels.map(({ id, importedMs }) => line(`order:${id}:import`, `shipment:${id}`, iso(importedMs), "rule")),
  here: ({ id, caseId, at, kind }) => line(id, caseId, at.toISOString(), kind),
};

/** Whose act a label of a batch was depends on what was seen before. */
const LABELS: EventLedger = {
  name: "labels",
  isOf: ({ id }) => /^label:\d+$/.test(id),
  there: ({ departments }) =>
    departments.shipping.state.labels.map(({ id, parcelId, atMs, by, batch }) => {
      const kind = by.kind === "packer" ? (batch === null ? "person" : "of a batch") : "app";
      return line(`label:${id}`, `shipment:${parcelId}`, iso(atMs), kind);
    }),
  here: ({ id, caseId, at, kind, action }) =>
    line(id, caseId, at.toISOString(), action === "label created in a batch" && kind !== "app" ? "of a batch" : kind),
};

const VOIDS: EventLedger = {
  name: "voided labels",
  isOf: ({ id }) => id.endsWith(":void"),
  there: ({ departments }) =>
    departments.shipping.state.labels
      .filter(({ voidedMs }) => voidedMs !== null)
      .map(({ id, parcelId, voidedMs, by }) =>
        // What a packer printed some packer voided; of what a program bought nobody tells.
        line(`label:${id}:void`, `shipment:${parcelId}`, isoOrNull(voidedMs), by.kind === "packer" ? "person" : "unknown"),
      ),
  here: ({ id, caseId, at, kind }) => line(id, caseId, at.toISOString(), kind),
};

/** Told once, of whichever of its labels was read first. */
const BATCHES: EventLedger = {
  name: "batches of labels",
  isOf: ({ id }) => id.startsWith("batch:"),
  there: ({ departments }) => {
    const numbers = departments.shipping.state.labels.flatMap(({ batch, by }) => (by.kind === "packer" ? (batch ?? []) : []));
    return [...new Set(numbers)].map((number) => line(`batch:${number}`, "person"));
  },
  here: ({ id, kind }) => line(id, kind),
};

export const SHIPSTATION: readonly Ledger[] = [PARCELS, CARRIER_SERVICES, WAREHOUSES, IMPORTS, LABELS, VOIDS, BATCHES];
