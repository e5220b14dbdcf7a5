import type { NangoSync } from "nango";
import * as z from "zod";
import { readRows } from "../kit/read-rows.js";
import { liveRecords } from "../kit/stored-records.js";
import type { InventoryLevel } from "../records/inventory-level.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import { STOCK } from "./queries.js";
import { askSuiteQl } from "./suiteql.js";

const Id = z.union([z.string(), z.number()]).transform(String);
const Count = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/).transform(Number)]).nullish(); // prettier-ignore

export const StockRow = z.object({
  item: Id,
  sku: z.string().nullish(),
  location: Id,
  quantityonhand: Count,
  quantityavailable: Count,
  quantitycommitted: Count,
  quantityonorder: Count,
  quantitybackordered: Count,
});

/** What the balances of NetSuite do not tell. */
const UNTOLD = {
  locationName: null,
  safetyStock: null,
  qualityControl: null,
  damaged: null,
  reserved: null,
  unitCost: null,
  updatedAt: null,
} as const;

/** A balance as a record. @throws when NetSuite gives no quantity on hand */
export function toInventoryLevel(row: z.infer<typeof StockRow>): InventoryLevel {
  if (row.quantityonhand == null) throw new Error("quantityonhand is missing");
  return {
    id: `${row.item}:${row.location}`,
    itemId: row.item,
    sku: row.sku ?? null,
    locationId: row.location,
    onHand: row.quantityonhand,
    available: row.quantityavailable ?? null,
    committed: row.quantitycommitted ?? null,
    incoming: row.quantityonorder ?? null,
    backordered: row.quantitybackordered ?? null,
    ...UNTOLD,
  };
}

type Sync = Pick<NangoSync, "get" | "post" | "log" | "batchSave" | "batchDelete" | "listRecords">;

/** Saves all balances: NetSuite has no time of the last change that is true for every field, and unchanged records cost nothing. */
export async function followStock(nango: Sync): Promise<void> {
  const readable = new Set<string>();
  for await (const rows of askSuiteQl(nango, STOCK)) {
    const named = rows.map((row) => {
      const { item, location } = StockRow.pick({ item: true, location: true }).parse(row);
      return { id: `${item}:${location}`, row };
    });
    const { records, rejected } = readRows(named, ({ row }) => toInventoryLevel(StockRow.parse(row)));
    await nango.batchSave(records, "InventoryLevel");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedInventoryLevel");
    for (const { id } of records) readable.add(id);
  }
  // Every row was read anew, so nothing has to be asked for again.
  const mended: { id: string }[] = [];
  for await (const { id } of liveRecords<RejectedRecord>(nango, "RejectedInventoryLevel")) if (readable.has(id)) mended.push({ id });
  await nango.batchDelete(mended, "RejectedInventoryLevel");
}
