import { createSync } from "nango";
import * as z from "zod";
import { ahead } from "../../kit/ahead.js";
import { backfillStart } from "../../kit/backfill.js";
import { readRejectedAgain } from "../../kit/read-rejected-again.js";
import { readRows } from "../../kit/read-rows.js";
import { later, minutesBefore } from "../../kit/time.js";
import { Order } from "../../records/order.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { orderOf } from "../changed-by-webhook.js";
import { eventsSince } from "../event-pages.js";
import { askShopify, type Caller } from "../graphql.js";
import { unseenSince, withKnownCustomers } from "../known-customers.js";
import { newerRecords } from "../newer-records.js";
import { ORDER, ORDERS } from "../operations.js";
import { withAllLines } from "../order-lines.js";
import { changedSince } from "../pages.js";
import { grantedScopes, rememberScopes, ShopifyMetadata } from "../scopes.js";
import { OrderNode, toOrder } from "../to-order.js";
import { EventNode } from "../to-ops-event.js";

const OVERLAP_MINUTES = 5; // Shopify's index trails the change by up to minutes: what was read twice is recognised by its contents

/** Orders in their present state, oldest change first; and the few that were deleted, as the timeline tells them. */
export default createSync({
  description: "Orders with lines, ship-to address, risk and tags",
  version: "1.0.0",
  frequency: "every 5 minutes",
  autoStart: true,
  scopes: ["read_orders", "read_customers"],
  webhookSubscriptions: ["orders/create", "orders/updated", "orders/edited", "orders/cancelled"],
  models: { Order, RejectedOrder: RejectedRecord },
  metadata: ShopifyMetadata,
  // customersUntil stays behind while the shop does not show customers, so that they are read when it does again.
  checkpoint: z.object({ updatedUntil: z.string(), deletionsUntil: z.string(), customersUntil: z.string() }),

  exec: async (nango) => {
    const checkpoint = await nango.getCheckpoint();
    const start = checkpoint ? null : backfillStart(await nango.getMetadata());
    let updatedUntil = checkpoint?.updatedUntil ?? start ?? "";
    let deletionsUntil = checkpoint?.deletionsUntil ?? start ?? "";
    const scopes = await grantedScopes(nango);
    await rememberScopes(nango, scopes);
    const withCustomer = scopes.has("read_customers");
    let { customersUntil = updatedUntil } = checkpoint ?? {};
    const readUntil = withCustomer ? customersUntil : updatedUntil;
    const since = checkpoint ? minutesBefore(readUntil, OVERLAP_MINUTES) : readUntil;

    const ask = async (id: string) => {
      const order = await oneOrder(nango, { id, withCustomer });
      customersUntil = withCustomer ? customersUntil : unseenSince(customersUntil, order);
      await nango.saveCheckpoint({ updatedUntil, deletionsUntil, customersUntil });
      return order;
    };
    const read = (row: unknown) => toOrder(OrderNode.parse(row));
    await readRejectedAgain(nango, { model: "Order", rejectedModel: "RejectedOrder", ask, read });
    const variables = { withCustomer };
    for await (const page of ahead(changedSince(nango, { query: ORDERS, root: "orders", since, pageSize: 50, variables }))) {
      const rows: unknown[] = [];
      for (const row of page.rows) rows.push(await withAllLines(nango, row));
      const { records, rejected } = readRows(rows, read);
      await nango.batchSave(records, "Order");
      if (rejected.length > 0) await nango.batchSave(rejected, "RejectedOrder");
      updatedUntil = later(updatedUntil, page.updatedUntil);
      if (withCustomer) customersUntil = page.updatedUntil;
      await nango.saveCheckpoint({ updatedUntil, deletionsUntil, customersUntil });
    }

    const filter = "subject_type:ORDER AND action:destroy";
    const deletedSince = minutesBefore(deletionsUntil, OVERLAP_MINUTES);
    for await (const page of ahead(eventsSince(nango, { filter, since: deletedSince, afterNumber: "0", withStaff: false }))) {
      const deleted = page.rows.flatMap((row) => {
        const event = EventNode.parse(row);
        return event.action === "destroy" && event.subjectId ? [{ id: event.subjectId }] : [];
      });
      await nango.batchDelete(deleted, "Order");
      deletionsUntil = page.recordedUntil;
      await nango.saveCheckpoint({ updatedUntil, deletionsUntil, customersUntil });
    }
  },

  // A webhook only says where to look. The checkpoint stays: the next run looks again at what was recent.
  onWebhook: async (nango, payload) => {
    const id = await orderOf(nango, payload);
    if (id === null) return;
    const withCustomer = (await grantedScopes(nango)).has("read_customers");
    const order = await oneOrder(nango, { id, withCustomer });
    if (!order) return;
    const { records, rejected } = readRows([order], (row) => toOrder(OrderNode.parse(row)));
    const known = withCustomer ? records : await withKnownCustomers(nango, "Order", records);
    await nango.batchSave(await newerRecords(nango, "Order", known), "Order");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedOrder");
  },
});

/** One order with all its lines; null when the shop has none of that id. */
async function oneOrder(nango: Caller, variables: { id: string; withCustomer: boolean }): Promise<unknown> {
  const { order } = await askShopify(nango, { query: ORDER, variables, schema: z.object({ order: z.unknown() }) });
  return order && (await withAllLines(nango, order));
}
