import type { NangoSync } from "nango";
import { liveRecords, storedRecords } from "../kit/stored-records.js";
import type { InventoryLevel } from "../records/inventory-level.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import type { StockDifference } from "../records/stock-difference.js";
import { ShopifyError } from "./graphql.js";
import { allLevels, oneLevel } from "./stock-levels.js";
import { seenChange } from "./seen-change.js";
import { aboutWhen, stockHistory, type HistoryRow } from "./stock-history.js";
import { isOfDifference, withStockEvent } from "./to-stock-difference.js";
import { stockActs, toStockEvent } from "./to-stock-event.js";
import type { Caller } from "./graphql.js";

/** What following the stock needs of Nango. */
export type StockSync = Caller & Pick<NangoSync, "batchSave" | "batchDelete" | "getRecordsByIds" | "listRecords">;

const MOST_LOOKED_FOR = 50; // a call each of the vendor's budget, every run, for as long as they are missing

/**
 * Saves all levels as they are, and deletes those that are gone. One that a page did not bring is asked for by itself before: lists were
 * seen cut short in silence.
 *
 * @param findsChanges whether what changed since the last look is to be an event without an actor
 */
export async function followLevels(nango: StockSync, { findsChanges }: { findsChanges: boolean }): Promise<void> {
  const read = new Set<string>();
  const unreadable = new Set<string>();
  for await (const { records, rejected } of allLevels(nango)) {
    if (findsChanges) await saveSeenChanges(nango, records);
    await nango.batchSave(records, "InventoryLevel");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedInventoryLevel");
    for (const { id } of records) read.add(id);
    for (const { id } of rejected) unreadable.add(id);
  }
  const mended: { id: string }[] = [];
  for await (const { id } of liveRecords<RejectedRecord>(nango, "RejectedInventoryLevel")) if (!unreadable.has(id)) mended.push({ id });
  if (mended.length > 0) await nango.batchDelete(mended, "RejectedInventoryLevel");
  const missing: InventoryLevel[] = [];
  for await (const level of liveRecords<InventoryLevel>(nango, "InventoryLevel"))
    if (!read.has(level.id) && !unreadable.has(level.id) && missing.length < MOST_LOOKED_FOR) missing.push(level);
  for (const level of missing) {
    const found = await oneLevel(nango, level);
    if (found) await nango.batchSave([found], "InventoryLevel");
    else await nango.batchDelete([{ id: level.id }], "InventoryLevel");
  }
}

async function saveSeenChanges(nango: StockSync, records: readonly InventoryLevel[]): Promise<void> {
  const stored = await storedRecords<InventoryLevel>(nango, "InventoryLevel", records.map(({ id }) => id)); // prettier-ignore
  const seen = records.flatMap((level) => {
    const before = stored.get(level.id);
    return (before && seenChange(before, level)) ?? [];
  });
  if (seen.length > 0) await nango.batchSave(seen, "StockOpsEvent");
}

/** Saves what was done to stock as events, and the differences that they are about as they stand then. */
export async function saveActs(nango: StockSync, rows: readonly HistoryRow[]): Promise<void> {
  const events = stockActs(rows).flatMap((act) => toStockEvent(act) ?? []);
  if (events.length === 0) return;
  await nango.batchSave(events, "StockOpsEvent");
  const about = events.filter(isOfDifference);
  const ids = [...new Set(about.map(({ caseId }) => caseId))];
  if (ids.length === 0) return;
  const known = new Map<string, StockDifference | null>(await storedRecords<StockDifference>(nango, "StockDifference", ids));
  for (const event of about) known.set(event.caseId, withStockEvent(known.get(event.caseId) ?? null, event));
  const records = ids.flatMap((id) => known.get(id) ?? []);
  await nango.batchSave(records, "StockDifference");
}

/**
 * Follows the history of stock from a time on. Rows that cannot be read are set aside, and looked at again by the next run.
 *
 * @param onPage told up to when everything was read
 * @returns false where the shop does not let it be read
 */
export async function followHistory(
  nango: StockSync,
  { since, until, onPage }: { since: string; until?: string; onPage?: (readUntil: string) => Promise<unknown> },
): Promise<boolean> {
  const aside = until ? [] : await setAside(nango);
  const unread = new Set<string>();
  const from = aside.reduce((earliest, { about }) => (Date.parse(about) < Date.parse(earliest) ? about : earliest), since);
  try {
    for await (const page of stockHistory(nango, { since: from, ...(until ? { until } : {}) })) {
      await saveActs(nango, page.rows);
      if (page.unread.length > 0) await nango.batchSave(page.unread, "RejectedStockOpsEvent");
      for (const { id } of page.unread) unread.add(id);
      await onPage?.(page.readUntil);
    }
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
  const mended = aside.filter(({ id }) => !unread.has(id)).map(({ id }) => ({ id }));
  if (mended.length > 0) await nango.batchDelete(mended, "RejectedStockOpsEvent");
  return true;
}

async function setAside(nango: StockSync): Promise<{ id: string; about: string }[]> {
  const found: { id: string; about: string }[] = [];
  for await (const { id } of liveRecords<RejectedRecord>(nango, "RejectedStockOpsEvent")) {
    const about = aboutWhen({ id });
    if (about !== null) found.push({ id, about });
  }
  return found;
}

/** The scope is missing, or this shop's plan has no such table: both are answers. */
const isRefused = (error: unknown): boolean =>
  error instanceof ShopifyError && (error.code === "ACCESS_DENIED" || error.code === "REPORT_REFUSED");
