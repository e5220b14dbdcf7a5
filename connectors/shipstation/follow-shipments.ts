import type { NangoSync } from "nango";
import * as z from "zod";
import { backfillStart } from "../kit/backfill.js";
import { saveRejectedAgain } from "../kit/read-rejected-again.js";
import { storedRecords } from "../kit/stored-records.js";
import { later, minutesBefore } from "../kit/time.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import { readAccounts } from "./accounts.js";
import { labelNow, orderNow } from "./asked-again.js";
import { changedOrders, createdLabels, voidedLabels } from "./pages.js";
import { saveLabels } from "./save-labels.js";
import { saveOrders } from "./save-orders.js";
import { batchEvent, labelEvent, voidEvent } from "./to-ops-events.js";

const OVERLAP_MINUTES = 125; // times have no zone: on the night of a change of the clock an hour comes twice
const BATCH_MINUTES = 60; // a batch is printed within the hour, so one that reaches into the overlap was told of by the run before

/** Up to when orders, labels and voided labels were read; `isBackfilled` once a whole run is through. */
export const Checkpoint = z.object({ ordersUntil: z.string(), labelsUntil: z.string(), voidsUntil: z.string(), isBackfilled: z.boolean() });
type Checkpoint = z.infer<typeof Checkpoint>;

type Sync = Pick<NangoSync, "get" | "post" | "log" | "getMetadata" | "batchSave" | "batchDelete" | "getRecordsByIds" | "listRecords"> & {
  getCheckpoint: () => Promise<Checkpoint | null>;
  saveCheckpoint: (checkpoint: Checkpoint) => Promise<void>;
};

/**
 * What was set aside first, then orders, then labels, then voided labels: a label is judged by what stood on its order before. What is
 * read twice gives the same records and the same events.
 */
export async function followShipments(nango: Sync): Promise<void> {
  const metadata = await nango.getMetadata();
  const checkpoint = await nango.getCheckpoint();
  const start = backfillStart(metadata);
  const at: Checkpoint = checkpoint ?? { ordersUntil: start, labelsUntil: start, voidsUntil: start, isBackfilled: false };
  const since = (until: string): string => later(minutesBefore(until, OVERLAP_MINUTES), start);
  const accounts = await readAccounts(nango, metadata);
  await readSetAside();

  for await (const { rows, readUntil } of changedOrders(nango, since(at.ordersUntil))) {
    await setAside("RejectedShipment", await saveOrders(nango, rows, { isBackfill: !at.isBackfilled }));
    at.ordersUntil = later(at.ordersUntil, readUntil);
    await nango.saveCheckpoint(at);
  }

  const labelsSince = since(at.labelsUntil);
  const isFirstRead = at.labelsUntil === start;
  const toldBefore = isFirstRead ? start : minutesBefore(labelsSince, -BATCH_MINUTES);
  const batches = new Set<string>();
  for await (const { rows, readUntil } of createdLabels(nango, labelsSince)) {
    const rejected = await saveLabels(nango, rows, (shipment, label) => {
      const isFirst = label.batch !== null && !batches.has(label.batch);
      if (label.batch !== null) batches.add(label.batch);
      const isTold = !isFirstRead && Date.parse(label.createdAt) < Date.parse(toldBefore);
      const batch = isFirst && !isTold ? batchEvent(shipment, label, accounts) : null;
      return [labelEvent(shipment, label, accounts), ...(batch ? [batch] : [])];
    });
    await setAside("RejectedLabel", rejected);
    at.labelsUntil = later(at.labelsUntil, readUntil);
    await nango.saveCheckpoint(at);
  }

  for await (const { rows, readUntil } of voidedLabels(nango, since(at.voidsUntil))) {
    const rejected = await saveLabels(nango, rows, (shipment, label) => [voidEvent(shipment, label, accounts) ?? []].flat());
    await setAside("RejectedLabel", rejected);
    at.voidsUntil = later(at.voidsUntil, readUntil);
    await nango.saveCheckpoint(at);
  }
  if (!at.isBackfilled) await nango.saveCheckpoint({ ...at, isBackfilled: true });

  async function setAside(model: "RejectedShipment" | "RejectedLabel", rejected: RejectedRecord[]): Promise<void> {
    if (rejected.length > 0) await nango.batchSave(rejected, model);
  }

  async function readSetAside(): Promise<void> {
    await saveRejectedAgain(nango, {
      rejectedModel: "RejectedShipment",
      ask: (id) => orderNow(nango, id),
      save: (asked) => saveOrders(nango, rowsOf(asked), { isBackfill: !at.isBackfilled }),
    });
    await saveRejectedAgain(nango, {
      rejectedModel: "RejectedLabel",
      ask: (id) => labelNow(nango, id),
      async save(asked) {
        const told = await storedRecords<{ id: string }>(nango, "OpsEvent", batchesOf(asked));
        return saveLabels(nango, rowsOf(asked), (shipment, label) => {
          const batch = told.has(`batch:${label.batch}`) ? null : batchEvent(shipment, label, accounts);
          if (batch) told.set(batch.id, batch);
          return [labelEvent(shipment, label, accounts), batch ?? [], voidEvent(shipment, label, accounts) ?? []].flat();
        });
      },
    });
  }
}

type Asked = readonly { row: Record<string, unknown> }[];
const rowsOf = (asked: Asked) => asked.map(({ row }) => row);
const batchesOf = (asked: Asked): string[] => rowsOf(asked).map((row) => `batch:${String(row["batchNumber"])}`);
