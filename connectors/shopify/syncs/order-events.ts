import { createSync } from "nango";
import * as z from "zod";
import { ahead } from "../../kit/ahead.js";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { readRejectedAgain } from "../../kit/read-rejected-again.js";
import { readRows } from "../../kit/read-rows.js";
import { minutesBefore } from "../../kit/time.js";
import { OpsEvent } from "../../records/ops-event.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { orderOf } from "../changed-by-webhook.js";
import { eventsOfOrder, eventsSince } from "../event-pages.js";
import { askShopify } from "../graphql.js";
import { EVENT } from "../operations.js";
import { entryReader } from "../returns-behind.js";
import { grantedScopes, readsReturns } from "../scopes.js";

const OVERLAP_MINUTES = 10; // entries appear seconds to minutes after the fact, and not in the order of their numbers

const One = z.object({ event: z.unknown() });

/** The timelines of all orders: who did what and when. Shopify keeps them for 90 days to a year, so the first run takes what there is. */
export default createSync({
  description: "Entries of the order timelines, as evidence of who did what",
  version: "1.0.0",
  frequency: "every 5 minutes",
  autoStart: true,
  scopes: ["read_orders", "read_returns"],
  webhookSubscriptions: [
    "orders/create",
    "orders/updated",
    "orders/edited",
    "orders/cancelled",
    "fulfillment_holds/added",
    "fulfillment_holds/released",
    "returns/request",
    "returns/approve",
    "returns/decline",
    "returns/close",
    "refunds/create",
  ],
  models: { OpsEvent, RejectedOpsEvent: RejectedRecord },
  metadata: BackfillMetadata,
  // afterNumber is "0" between runs: within a run it says where to go on after an interruption.
  checkpoint: z.object({ since: z.string(), afterNumber: z.string(), recordedUntil: z.string() }),

  exec: async (nango) => {
    const checkpoint = await nango.getCheckpoint();
    const since = checkpoint?.since ?? backfillStart(await nango.getMetadata());
    let recordedUntil = checkpoint?.recordedUntil ?? since;
    const scopes = await grantedScopes(nango);
    const withStaff = scopes.has("read_users");
    const reader = entryReader(nango, { withReturns: readsReturns(scopes) });
    const ask = async (id: string) => {
      const { event } = await askShopify(nango, { query: EVENT, variables: { id, withStaff }, schema: One });
      await reader.learn(event ? [event] : []);
      return event;
    };
    await readRejectedAgain(nango, { model: "OpsEvent", rejectedModel: "RejectedOpsEvent", ask, read: reader.read });
    const filter = "subject_type:ORDER AND comments:true";

    for await (const page of ahead(eventsSince(nango, { filter, since, afterNumber: checkpoint?.afterNumber ?? "0", withStaff }))) {
      await reader.learn(page.rows);
      const { records, rejected } = readRows(page.rows, reader.read);
      await nango.batchSave(records, "OpsEvent");
      if (rejected.length > 0) await nango.batchSave(rejected, "RejectedOpsEvent");
      if (Date.parse(page.recordedUntil) > Date.parse(recordedUntil)) recordedUntil = page.recordedUntil;
      await nango.saveCheckpoint({ since, afterNumber: page.afterNumber, recordedUntil });
    }
    const next = minutesBefore(recordedUntil, OVERLAP_MINUTES);
    await nango.saveCheckpoint({ since: Date.parse(next) > Date.parse(since) ? next : since, afterNumber: "0", recordedUntil });
  },

  // The entry may come minutes after the webhook: then the next run brings it.
  onWebhook: async (nango, payload) => {
    const id = await orderOf(nango, payload);
    if (id === null) return;
    const scopes = await grantedScopes(nango);
    const rows = await eventsOfOrder(nango, { id, withStaff: scopes.has("read_users") });
    const reader = entryReader(nango, { withReturns: readsReturns(scopes) });
    await reader.learn(rows);
    const { records, rejected } = readRows(rows, reader.read);
    await nango.batchSave(records, "OpsEvent");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedOpsEvent");
  },
});
