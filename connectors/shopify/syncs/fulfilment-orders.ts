import { createSync } from "nango";
import * as z from "zod";
import { ahead } from "../../kit/ahead.js";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { readRejectedAgain } from "../../kit/read-rejected-again.js";
import { readRows } from "../../kit/read-rows.js";
import { minutesBefore } from "../../kit/time.js";
import { FulfilmentOrder } from "../../records/fulfilment-order.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { fulfilmentOrdersOf } from "../changed-by-webhook.js";
import { newerRecords } from "../newer-records.js";
import { askShopify } from "../graphql.js";
import { FULFILLMENT_ORDER, FULFILLMENT_ORDERS } from "../operations.js";
import { changedSince } from "../pages.js";
import { FulfillmentOrderNode, toFulfilmentOrder } from "../to-fulfilment-order.js";

const OVERLAP_MINUTES = 5;

const One = z.object({ fulfillmentOrder: z.unknown() });

/** Fulfilment orders with their holds, closed ones among them: a hold that is gone is seen by its absence. */
export default createSync({
  description: "Fulfilment orders with their holds",
  version: "1.0.0",
  frequency: "every 5 minutes",
  autoStart: true,
  scopes: ["read_merchant_managed_fulfillment_orders", "read_third_party_fulfillment_orders", "read_assigned_fulfillment_orders"],
  webhookSubscriptions: [
    "orders/create",
    "orders/updated",
    "orders/edited",
    "orders/cancelled",
    "fulfillment_holds/added",
    "fulfillment_holds/released",
    "fulfillment_orders/placed_on_hold",
    "fulfillment_orders/hold_released",
  ],
  models: { FulfilmentOrder, RejectedFulfilmentOrder: RejectedRecord },
  metadata: BackfillMetadata,
  checkpoint: z.object({ updatedUntil: z.string() }),

  exec: async (nango) => {
    const checkpoint = await nango.getCheckpoint();
    const since = checkpoint ? minutesBefore(checkpoint.updatedUntil, OVERLAP_MINUTES) : backfillStart(await nango.getMetadata());
    const read = (row: unknown) => toFulfilmentOrder(FulfillmentOrderNode.parse(row));
    const ask = async (id: string) =>
      (await askShopify(nango, { query: FULFILLMENT_ORDER, variables: { id }, schema: One })).fulfillmentOrder;
    await readRejectedAgain(nango, { model: "FulfilmentOrder", rejectedModel: "RejectedFulfilmentOrder", ask, read });
    for await (const page of ahead(changedSince(nango, { query: FULFILLMENT_ORDERS, root: "fulfillmentOrders", since, pageSize: 100 }))) {
      const { records, rejected } = readRows(page.rows, read);
      await nango.batchSave(records, "FulfilmentOrder");
      if (rejected.length > 0) await nango.batchSave(rejected, "RejectedFulfilmentOrder");
      await nango.saveCheckpoint({ updatedUntil: page.updatedUntil });
    }
  },

  onWebhook: async (nango, payload) => {
    const rows = await fulfilmentOrdersOf(nango, payload);
    const { records, rejected } = readRows(rows, (row) => toFulfilmentOrder(FulfillmentOrderNode.parse(row)));
    if (records.length === 0 && rejected.length === 0) return;
    await nango.batchSave(await newerRecords(nango, "FulfilmentOrder", records), "FulfilmentOrder");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedFulfilmentOrder");
  },
});
