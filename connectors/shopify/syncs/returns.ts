import { createSync } from "nango";
import * as z from "zod";
import { ahead } from "../../kit/ahead.js";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { readRejectedAgain } from "../../kit/read-rejected-again.js";
import { readRows } from "../../kit/read-rows.js";
import { later, minutesBefore } from "../../kit/time.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { Return } from "../../records/return.js";
import { orderOf } from "../changed-by-webhook.js";
import { askShopify } from "../graphql.js";
import { unseenSince, withKnownCustomers } from "../known-customers.js";
import { newerRecords } from "../newer-records.js";
import { ORDER_WITH_RETURNS, RETURN, RETURNS } from "../operations.js";
import { changedSince } from "../pages.js";
import { grantedScopes, readsReturns } from "../scopes.js";
import { readReturnRow, returnRows } from "../to-return.js";

const OVERLAP_MINUTES = 5;
// Shopify has no list of returns: they are found by their orders, whose change a return's is.
const WITH_RETURNS =
  "(return_status:return_requested OR return_status:in_progress OR return_status:inspection_complete OR return_status:returned OR return_status:return_failed)";

const One = z.object({ return: z.object({ order: z.unknown() }).nullable() });

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
  // customersUntil stays behind while the shop does not show customers, so that they are read when it does again.
  checkpoint: z.object({ updatedUntil: z.string(), customersUntil: z.string() }),

  exec: async (nango) => {
    const scopes = await grantedScopes(nango);
    if (!readsReturns(scopes)) return;
    const checkpoint = await nango.getCheckpoint();
    let updatedUntil = checkpoint?.updatedUntil ?? backfillStart(await nango.getMetadata());
    let { customersUntil = updatedUntil } = checkpoint ?? {};
    const withCustomer = scopes.has("read_customers");
    const readUntil = withCustomer ? customersUntil : updatedUntil;
    const since = checkpoint ? minutesBefore(readUntil, OVERLAP_MINUTES) : readUntil;
    const variables = { withCustomer };
    const ask = async (id: string) => {
      const { return: found } = await askShopify(nango, { query: RETURN, variables: { id, ...variables }, schema: One });
      customersUntil = withCustomer ? customersUntil : unseenSince(customersUntil, found?.order);
      await nango.saveCheckpoint({ updatedUntil, customersUntil });
      return found && { id, order: found.order };
    };
    await readRejectedAgain(nango, { model: "Return", rejectedModel: "RejectedReturn", ask, read: readReturnRow });
    const changed = { query: RETURNS, root: "orders", since, pageSize: 20, filter: WITH_RETURNS, variables };
    for await (const page of ahead(changedSince(nango, changed))) {
      const { records, rejected } = readRows(returnRows(page.rows), readReturnRow);
      await nango.batchSave(records, "Return");
      if (rejected.length > 0) await nango.batchSave(rejected, "RejectedReturn");
      updatedUntil = later(updatedUntil, page.updatedUntil);
      if (withCustomer) customersUntil = page.updatedUntil;
      await nango.saveCheckpoint({ updatedUntil, customersUntil });
    }
  },

  onWebhook: async (nango, payload) => {
    const id = await orderOf(nango, payload);
    const scopes = await grantedScopes(nango);
    if (id === null || !readsReturns(scopes)) return;
    const variables = { id, withCustomer: scopes.has("read_customers") };
    const { order } = await askShopify(nango, { query: ORDER_WITH_RETURNS, variables, schema: z.object({ order: z.unknown() }) });
    const { records, rejected } = readRows(returnRows([order]), readReturnRow);
    const known = variables.withCustomer ? records : await withKnownCustomers(nango, "Return", records);
    if (known.length > 0) await nango.batchSave(await newerRecords(nango, "Return", known), "Return");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedReturn");
  },
});
