import type { NangoSync } from "nango";
import * as z from "zod";
import { followWholeList, listedRows, type ListedRows } from "../kit/whole-list.js";
import type { InventoryLevel } from "../records/inventory-level.js";
import { STOCK, stockOf } from "./queries.js";
import { allRows, askSuiteQl } from "./suiteql.js";

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

const Placed = StockRow.pick({ item: true, location: true });

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
  await followWholeList(nango, {
    model: "InventoryLevel",
    rejectedModel: "RejectedInventoryLevel",
    pages: balances(nango),
    isThere: async ({ itemId, locationId }) => (await allRows(nango, stockOf(itemId, locationId), z.unknown())).length > 0,
  });
}

async function* balances(nango: Sync): AsyncGenerator<ListedRows<InventoryLevel>, void, void> {
  for await (const rows of askSuiteQl(nango, STOCK))
    yield listedRows(rows, { list: "balances", idOf, read: (row) => toInventoryLevel(StockRow.parse(row)) });
}

function idOf(row: unknown): string {
  const { item, location } = Placed.parse(row);
  return `${item}:${location}`;
}
