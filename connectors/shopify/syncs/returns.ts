import { createSync } from "nango";
import * as z from "zod";
import { ahead } from "../../kit/ahead.js";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { readRows } from "../../kit/read-rows.js";
import { minutesBefore } from "../../kit/time.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { Return } from "../../records/return.js";
import { orderOf } from "../changed-by-webhook.js";
import { askShopify } from "../graphql.js";
import { newerRecords } from "../newer-records.js";
import { ORDER_WITH_RETURNS, RETURNS } from "../operations.js";
import { changedSince } from "../pages.js";
import { grantedScopes, readsReturns } from "../scopes.js";
import { readReturnRow, returnRows } from "../to-return.js";

const OVERLAP_MINUTES = 5;
// Shopify has no list of returns: they are found by their orders, whose change a return's is.
const WITH_RETURNS =
  "(return_status:return_requested OR return_status:in_progress OR return_status:inspection_complete OR return_status:returned OR return_status:return_failed)";

/** Returns in their present state, with what was paid back for them and what was done with the goods. */
export default createSync({
  description: "Returns with reasons, refunds and the goods",
  version: "1.0.0",
  frequency: "every 5 minutes",
  autoStart: true,
  scopes: ["read_orders", "read_returns", "read_customers"],
  webhookSubscriptions: [
    "orders/updated",
    "returns/request",
    "returns/approve",
    "returns/decline",
    "returns/close",
    "returns/cancel",
    "returns/reopen",
    "returns/update",
    "returns/process",
    "refunds/create",
    "reverse_fulfillment_orders/dispose",
  ],
  models: { Return, RejectedReturn: RejectedRecord },
  metadata: BackfillMetadata,
  checkpoint: z.object({ updatedUntil: z.string() }),

  exec: async (nango) => {
    const scopes = await grantedScopes(nango);
    if (!readsReturns(scopes)) return;
    const checkpoint = await nango.getCheckpoint();
    const since = checkpoint ? minutesBefore(checkpoint.updatedUntil, OVERLAP_MINUTES) : backfillStart(await nango.getMetadata());
    const variables = { withCustomer: scopes.has("read_customers") };
    const ask = { query: RETURNS, root: "orders", since, pageSize: 20, filter: WITH_RETURNS, variables };
    for await (const page of ahead(changedSince(nango, ask))) {
      const { records, rejected } = readRows(returnRows(page.rows), readReturnRow);
      await nango.batchSave(records, "Return");
      if (rejected.length > 0) await nango.batchSave(rejected, "RejectedReturn");
      await nango.saveCheckpoint({ updatedUntil: page.updatedUntil });
    }
  },

  onWebhook: async (nango, payload) => {
    const id = await orderOf(nango, payload);
    const scopes = await grantedScopes(nango);
    if (id === null || !readsReturns(scopes)) return;
    const variables = { id, withCustomer: scopes.has("read_customers") };
    const { order } = await askShopify(nango, { query: ORDER_WITH_RETURNS, variables, schema: z.object({ order: z.unknown() }) });
    const { records, rejected } = readRows(returnRows([order]), readReturnRow);
    if (records.length > 0) await nango.batchSave(await newerRecords(nango, "Return", records), "Return");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedReturn");
  },
});
