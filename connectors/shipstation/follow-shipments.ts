import type { NangoSync } from "nango";
import * as z from "zod";
import { backfillStart } from "../kit/backfill.js";
import { readRows } from "../kit/read-rows.js";
import { later, minutesBefore } from "../kit/time.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { Shipment, ShippingLabel } from "../records/shipment.js";
import { readAccounts } from "./accounts.js";
import { markBulk } from "./mark-bulk.js";
import { changedOrders, createdLabels, voidedLabels } from "./pages.js";
import { storedShipments } from "./stored-shipments.js";
import { batchEvent, importEvent, labelEvent, voidEvent } from "./to-ops-events.js";
import { byAge, LabelRow, OrderRow, shipmentOfLabel, toLabel, toShipment, withLabel } from "./to-shipment.js";

const OVERLAP_MINUTES = 125; // times have no zone: on the night of a change of the clock an hour comes twice
const BATCH_MINUTES = 60; // a batch is printed within the hour, so one that reaches into the overlap was told of by the run before

/** Up to when orders, labels and voided labels were read; `isBackfilled` once a whole run is through. */
export const Checkpoint = z.object({ ordersUntil: z.string(), labelsUntil: z.string(), voidsUntil: z.string(), isBackfilled: z.boolean() });
type Checkpoint = z.infer<typeof Checkpoint>;

type Sync = Pick<NangoSync, "get" | "post" | "log" | "getMetadata" | "batchSave" | "getRecordsByIds"> & {
  getCheckpoint: () => Promise<Checkpoint | null>;
  saveCheckpoint: (checkpoint: Checkpoint) => Promise<void>;
};

const Named = z.looseObject({ orderId: z.union([z.number(), z.string()]).transform(String) });

/**
 * Orders first, then labels, then voided labels: a label is judged by what stood on its order before. What is read twice gives the same
 * records and the same events.
 */
export async function followShipments(nango: Sync): Promise<void> {
  const metadata = await nango.getMetadata();
  const checkpoint = await nango.getCheckpoint();
  const start = backfillStart(metadata);
  const at: Checkpoint = checkpoint ?? { ordersUntil: start, labelsUntil: start, voidsUntil: start, isBackfilled: false };
  const since = (until: string): string => later(minutesBefore(until, OVERLAP_MINUTES), start);
  const accounts = await readAccounts(nango, metadata);

  for await (const { rows, readUntil } of changedOrders(nango, since(at.ordersUntil))) {
    const stored = await storedShipments(nango, rows.map(({ orderId }) => String(orderId))); // prettier-ignore
    const { records, rejected } = readRows(
      rows.map((row) => ({ ...row, id: String(row["orderId"]) })),
      (row) => toShipment(OrderRow.parse(row), { stored: stored.get(row.id), isBackfill: !at.isBackfilled }),
    );
    // Told once, of the first sight: weights are corrected later. And before the records, so that nothing is lost in between.
    const isNew = ({ id }: Shipment): boolean => !stored.has(id);
    await nango.batchSave(
      records.filter(isNew).flatMap((shipment) => importEvent(shipment) ?? []),
      "OpsEvent",
    );
    await nango.batchSave(markBulk(records, stored), "Shipment");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedShipment");
    at.ordersUntil = later(at.ordersUntil, readUntil);
    await nango.saveCheckpoint(at);
  }

  const labelsSince = since(at.labelsUntil);
  const isFirstRead = at.labelsUntil === start;
  const toldBefore = isFirstRead ? start : minutesBefore(labelsSince, -BATCH_MINUTES);
  const batches = new Set<string>();
  for await (const { rows, readUntil } of createdLabels(nango, labelsSince)) {
    await saveLabels(rows, (shipment, label) => {
      const isFirst = label.batch !== null && !batches.has(label.batch);
      if (label.batch !== null) batches.add(label.batch);
      const isTold = !isFirstRead && Date.parse(label.createdAt) < Date.parse(toldBefore);
      const batch = isFirst && !isTold ? batchEvent(shipment, label, accounts) : null;
      return [labelEvent(shipment, label, accounts), ...(batch ? [batch] : [])];
    });
    at.labelsUntil = later(at.labelsUntil, readUntil);
    await nango.saveCheckpoint(at);
  }

  for await (const { rows, readUntil } of voidedLabels(nango, since(at.voidsUntil))) {
    await saveLabels(rows, (shipment, label) => voidEvent(shipment, label, accounts) ?? []);
    at.voidsUntil = later(at.voidsUntil, readUntil);
    await nango.saveCheckpoint(at);
  }
  if (!at.isBackfilled) await nango.saveCheckpoint({ ...at, isBackfilled: true });

  /** Labels of one page into their shipments, oldest first; a label that cannot be read is set aside. */
  async function saveLabels(
    rows: readonly Record<string, unknown>[],
    eventsOf: (shipment: Shipment, label: ShippingLabel) => OpsEvent | OpsEvent[],
  ): Promise<void> {
    const shipments = await storedShipments(nango, rows.flatMap((row) => Named.safeParse(row).data?.orderId ?? [])); // prettier-ignore
    const { records, rejected } = readRows(
      rows.map((row) => ({ ...row, id: String(row["shipmentId"]) })),
      (row) => {
        const read = LabelRow.parse(row);
        return { id: row.id, label: toLabel(read), read };
      },
    );
    const touched = new Map<string, Shipment>();
    for (const { label, read } of records) {
      const shipment = withLabel(touched.get(read.orderId) ?? shipments.get(read.orderId) ?? shipmentOfLabel(read), label);
      touched.set(read.orderId, shipment);
    }
    await nango.batchSave([...touched.values()], "Shipment");
    const events = records
      .sort((a, b) => byAge(a.label, b.label))
      .flatMap(({ label, read }) => {
        const shipment = touched.get(read.orderId);
        return shipment ? eventsOf(shipment, label) : [];
      });
    await nango.batchSave(events, "OpsEvent");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedLabel");
  }
}
