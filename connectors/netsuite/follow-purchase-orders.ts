import type { NangoSync } from "nango";
import { ahead } from "../kit/ahead.js";
import { backfillStart } from "../kit/backfill.js";
import { utcToLocal } from "../kit/local-time.js";
import { readRejectedAgain } from "../kit/read-rejected-again.js";
import { later, minutesBefore } from "../kit/time.js";
import { zoneOf } from "./clock.js";
import { purchaseOrderNow, purchaseOrders, readPurchaseOrder } from "./pull-purchase-orders.js";

const OVERLAP_MINUTES = 125; // times have no zone: on the night of a change of the clock an hour comes twice

type Sync = Pick<NangoSync, "get" | "post" | "log" | "getMetadata" | "batchSave" | "batchDelete" | "listRecords"> & {
  getCheckpoint: () => Promise<{ updatedUntil: string } | null>;
  saveCheckpoint: (checkpoint: { updatedUntil: string }) => Promise<void>;
};

/** Saves what changed since the checkpoint. What is read twice is recognised by its contents. */
export async function followPurchaseOrders(nango: Sync): Promise<void> {
  const checkpoint = await nango.getCheckpoint();
  const metadata = await nango.getMetadata();
  const zone = await zoneOf(nango, metadata);
  const since = checkpoint ? minutesBefore(checkpoint.updatedUntil, OVERLAP_MINUTES) : backfillStart(metadata);
  let updatedUntil = checkpoint?.updatedUntil ?? since;
  await readRejectedAgain(nango, {
    model: "PurchaseOrder",
    rejectedModel: "RejectedPurchaseOrder",
    ask: (id) => purchaseOrderNow(nango, id),
    read: ({ row, lines }) => readPurchaseOrder(row, lines, zone),
  });
  for await (const page of ahead(purchaseOrders(nango, utcToLocal(since, zone), zone))) {
    await nango.batchSave(page.records, "PurchaseOrder");
    if (page.rejected.length > 0) await nango.batchSave(page.rejected, "RejectedPurchaseOrder");
    updatedUntil = later(updatedUntil, page.updatedUntil);
    await nango.saveCheckpoint({ updatedUntil });
  }
}
