import type { NangoSync } from "nango";
import * as z from "zod";
import { readRows } from "../kit/read-rows.js";
import { askOrNull, askShipBob, ShipBobError, type Caller } from "./ask-shipbob.js";
import { fulfilmentCentres, stockByLocation, stockHistory, stockOfItem } from "./operations.js";
import { linkedPages, type Row } from "./pages.js";
import { levelRows, STOCK_CATEGORIES, toInventoryLevel, toStockEvent, toWarehouse } from "./to-stock.js";

type Sync = Caller & Pick<NangoSync, "batchSave" | "trackDeletesStart" | "trackDeletesEnd">;

const Rows = z.array(z.record(z.string(), z.unknown()));
const History = z.object({ data: Rows.nullish(), next: z.string().nullish() });
const Item = z.record(z.string(), z.unknown());
const MOST_CONFIRMED = 50; // a call each
const MOST_PAGES = 10_000;

/** Where goods are kept and sent. A token that may read stock need not be let see this list. @returns the numbers of those that are listed */
export async function followCentres(nango: Sync): Promise<string[]> {
  try {
    const centres = (await askShipBob(nango, fulfilmentCentres(), Rows)).map(toWarehouse);
    await nango.batchSave(centres, "Warehouse");
    return centres.map(({ id }) => id);
  } catch (error) {
    if (!(error instanceof ShipBobError) || error.status !== 403) throw error;
    await nango.log("The token may not read the list of fulfilment centres");
    return [];
  }
}

/**
 * All balances, since ShipBob has no time of their last change; one that is listed no longer is deleted, after it was asked for by itself.
 * While a row cannot be read nothing is deleted: it may be that very one.
 *
 * @returns the fulfilment centres that have something
 */
export async function followLevels(nango: Sync): Promise<Set<string>> {
  const centres = new Set<string>();
  await nango.trackDeletesStart("InventoryLevel");
  let isWhole = true;
  let count = 0;
  for await (const items of linkedPages(nango, stockByLocation())) {
    const { records, rejected } = readRows(items.flatMap(levelRows), toInventoryLevel);
    await nango.batchSave(records, "InventoryLevel");
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedInventoryLevel");
    for (const { locationId } of records) centres.add(locationId);
    isWhole &&= rejected.length === 0;
    count += records.length;
  }
  if (!isWhole || count === 0) return centres;
  const { deletedKeys } = await nango.trackDeletesEnd("InventoryLevel");
  const itemIds = new Set(deletedKeys.slice(0, MOST_CONFIRMED).map((key) => key.split(":")[0] ?? ""));
  for (const itemId of itemIds) {
    const item = await askOrNull(nango, stockOfItem(itemId), Item);
    if (item) await nango.batchSave(levelRows(item).map(toInventoryLevel), "InventoryLevel");
  }
  return centres;
}

/**
 * What moved stock, place by place and kind by kind, from the event after the last one.
 *
 * @param place by place and kind the number of the last event: "22:ReceivingStow=81550123", parted by commas
 * @param since where the first run begins
 */
export async function followHistory(
  nango: Sync,
  given: { centres: readonly string[]; since: string; place: string; savePlace: (place: string) => Promise<void> },
): Promise<void> {
  const after = new Map(given.place.split(",").flatMap((entry) => (entry.includes("=") ? [entry.split("=") as [string, string]] : []))); // oxlint-disable-line typescript/no-unsafe-type-assertion -- it has a sign in it
  for (const facilityId of given.centres)
    for (const category of STOCK_CATEGORIES) {
      const key = `${facilityId}:${category}`;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { data, next } = await historyAfter(nango, { facilityId, category, after: after.get(key) ?? null, since: given.since });
        if (!data?.length) break;
        const { records, rejected } = readRows(data.map(named), toStockEvent);
        await nango.batchSave(records, "OpsEvent");
        if (rejected.length > 0) await nango.batchSave(rejected, "RejectedStockEvent");
        after.set(key, String(data.at(-1)?.["inventory_audit_event_id"]));
        await given.savePlace([...after].map(([at, id]) => `${at}=${id}`).sort().join(",")); // prettier-ignore
        if (!next) break;
      }
    }
}

const named = (row: Row) => ({ ...row, id: String(row["inventory_audit_event_id"]) });

/** ShipBob goes back 90 days at most: where more is asked for, that much is read. */
async function historyAfter(
  nango: Sync,
  { after, since, ...what }: { facilityId: string; category: string; after: string | null; since: string },
): Promise<z.infer<typeof History>> {
  if (after !== null) return askShipBob(nango, stockHistory({ ...what, after, since: null }), History);
  try {
    return await askShipBob(nango, stockHistory({ ...what, after, since }), History);
  } catch (error) {
    if (!(error instanceof ShipBobError) || error.status !== 400) throw error;
    return askShipBob(nango, stockHistory({ ...what, after, since: null }), History);
  }
}
