import { createSync } from "nango";
import * as z from "zod";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { storedRecords } from "../../kit/stored-records.js";
import { minutesBefore } from "../../kit/time.js";
import { InventoryLevel } from "../../records/inventory-level.js";
import { OpsEvent } from "../../records/ops-event.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { StockDifference } from "../../records/stock-difference.js";
import { levelOf } from "../changed-by-webhook.js";
import { followHistory, followLevels } from "../follow-stock.js";
import { grantedScopes, readsStock } from "../scopes.js";
import { oneLevel } from "../stock-levels.js";

const OVERLAP_MINUTES = 10; // rows appear up to minutes after the fact: what was read twice has the same number

/** Stock of every item at every place, and who changed it why, as far as the shop's reports tell. */
export default createSync({
  description: "Stock levels, and changes of stock as evidence of who did what",
  version: "1.0.0",
  frequency: "every 5 minutes",
  autoStart: true,
  scopes: ["read_inventory", "read_locations", "read_reports"],
  webhookSubscriptions: ["inventory_levels/update"],
  models: {
    InventoryLevel,
    StockOpsEvent: OpsEvent,
    StockDifference,
    RejectedInventoryLevel: RejectedRecord,
    RejectedStockOpsEvent: RejectedRecord,
  },
  metadata: BackfillMetadata,
  // readsHistory: it could be read at least once. A right that is taken away for a while leaves no gap then: the history is read on when it is back.
  checkpoint: z.object({ readUntil: z.string(), readsHistory: z.boolean() }),

  exec: async (nango) => {
    const scopes = await grantedScopes(nango);
    if (!readsStock(scopes)) return;
    const checkpoint = await nango.getCheckpoint();
    const since = checkpoint ? minutesBefore(checkpoint.readUntil, OVERLAP_MINUTES) : backfillStart(await nango.getMetadata());
    let readUntil = checkpoint?.readUntil ?? since;
    let readsHistory = checkpoint?.readsHistory ?? false;
    if (scopes.has("read_reports")) {
      const onPage = async (read: string): Promise<void> => {
        if (Date.parse(read) > Date.parse(readUntil)) readUntil = read;
        await nango.saveCheckpoint({ readUntil, readsHistory: true });
      };
      if (await followHistory(nango, { since, onPage })) readsHistory = true;
    }
    await followLevels(nango, { findsChanges: !readsHistory });
    await nango.saveCheckpoint({ readUntil, readsHistory });
  },

  // A webhook only says which level and when. The checkpoint stays: the next run looks again at what was recent.
  onWebhook: async (nango, payload) => {
    const place = levelOf(payload);
    const scopes = await grantedScopes(nango);
    if (place === null || !readsStock(scopes)) return;
    if (scopes.has("read_reports")) {
      const since = minutesBefore(place.changedAt, OVERLAP_MINUTES);
      await followHistory(nango, { since, until: minutesBefore(place.changedAt, -OVERLAP_MINUTES) });
    }
    const level = await oneLevel(nango, place);
    if (!level) return;
    const stored = await storedRecords<InventoryLevel>(nango, "InventoryLevel", [level.id]);
    const known = stored.get(level.id)?.updatedAt ?? null;
    if (known === null || Date.parse(known) <= Date.parse(level.updatedAt ?? "")) await nango.batchSave([level], "InventoryLevel");
  },
});
