import type { NangoSync } from "nango";
import * as z from "zod";
import { readRejectedAgain } from "../kit/read-rejected-again.js";
import { readRows } from "../kit/read-rows.js";
import { followWholeList, listedRows, type ListedRows } from "../kit/whole-list.js";
import type { InventoryLevel } from "../records/inventory-level.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import type { Warehouse } from "../records/warehouse.js";
import { askOrNull, askShipBob, ShipBobError, type Caller } from "./ask-shipbob.js";
import { fulfilmentCentres, stockByLocation, stockHistory, stockOfItem } from "./operations.js";
import { linkedPages, type Row } from "./pages.js";
import { centreIdOf, levelRows, STOCK_CATEGORIES, toInventoryLevel, toStockEvent, toWarehouse } from "./to-stock.js";

type Sync = Caller & Pick<NangoSync, "batchSave" | "batchDelete" | "listRecords">;

const Rows = z.array(z.record(z.string(), z.unknown()));
const History = z.object({ data: Rows.nullish(), next: z.string().nullish() });
const Item = z.record(z.string(), z.unknown());
const MOST_PAGES = 10_000;

/** Where goods are kept and sent. A token that may read stock need not be let see this list. @returns the numbers of those that are listed */
export async function followCentres(nango: Sync): Promise<string[]> {
  try {
    const centres = await centreRows(nango);
    await followWholeList<Warehouse>(nango, {
      model: "Warehouse",
      rejectedModel: "RejectedWarehouse",
      pages: [centres],
      // ShipBob has no question for one centre: its list is asked once more, and has to leave it out twice.
      isThere: async ({ id }) => {
        const { records, rejected, isNamed } = await centreRows(nango);
        return !isNamed || records.length === 0 || [...records, ...rejected].some((centre) => centre.id === id);
      },
    });
    return centres.records.map(({ id }) => id);
  } catch (error) {
    if (!(error instanceof ShipBobError) || error.status !== 403) throw error;
    await nango.log("The token may not read the list of fulfilment centres");
    return [];
  }
}

const centreRows = async (nango: Sync): Promise<ListedRows<Warehouse>> =>
  listedRows(await askShipBob(nango, fulfilmentCentres(), z.array(z.unknown())), { list: "fulfilment centres", idOf: centreIdOf, read: toWarehouse }); // prettier-ignore

/**
 * All balances, since ShipBob has no time of their last change.
 *
 * @returns the fulfilment centres that have something
 */
export async function followLevels(nango: Sync): Promise<Set<string>> {
  const centres = new Set<string>();
  const isThere = async ({ id }: InventoryLevel): Promise<boolean> => {
    const item = await askOrNull(nango, stockOfItem(id.split(":")[0] ?? ""), Item);
    return item !== null && levelRows(item).some((row) => row.id === id);
  };
  await followWholeList(nango, {
    model: "InventoryLevel",
    rejectedModel: "RejectedInventoryLevel",
    pages: levels(nango, centres),
    isThere,
  });
  return centres;
}

async function* levels(nango: Sync, centres: Set<string>): AsyncGenerator<ListedRows<InventoryLevel>, void, void> {
  let at = 0;
  for await (const items of linkedPages(nango, stockByLocation())) {
    const rows: { id: string; item: unknown; location: unknown }[] = [];
    const nameless: RejectedRecord[] = [];
    for (const item of items) {
      at += 1;
      try {
        rows.push(...levelRows(item));
      } catch {
        nameless.push({ id: `stock row ${at}`, reason: "inventory_id or location_id: missing" });
      }
    }
    const { records, rejected } = readRows(rows, toInventoryLevel);
    for (const { locationId } of records) centres.add(locationId);
    yield { records, rejected: [...rejected, ...nameless], isNamed: nameless.length === 0 };
  }
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
  await readRejectedAgain<OpsEvent>(nango, {
    model: "OpsEvent",
    rejectedModel: "RejectedStockEvent",
    ask: (id) => movementNow(nango, id, given.since),
    read: toStockEvent,
  });
  for (const facilityId of given.centres)
    for (const category of STOCK_CATEGORIES) {
      const key = `${facilityId}:${category}`;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { data, next } = await historyAfter(nango, { facilityId, category, after: after.get(key) ?? null, since: given.since });
        if (!data?.length) break;
        const named = data.map((row, at) => ({
          ...row,
          id: setAsideAs({ key, before: idOf(data[at - 1]) ?? after.get(key) ?? "", id: idOf(row) }),
        }));
        const { records, rejected } = readRows(named, toStockEvent);
        await nango.batchSave(records, "OpsEvent");
        if (rejected.length > 0) await nango.batchSave(rejected, "RejectedStockEvent");
        after.set(key, String(data.at(-1)?.["inventory_audit_event_id"]));
        await given.savePlace([...after].map(([at, id]) => `${at}=${id}`).sort().join(",")); // prettier-ignore
        if (!next) break;
      }
    }
}

const idOf = (row: Row | undefined): string | undefined => (row ? String(row["inventory_audit_event_id"]) : undefined);

/** ShipBob finds a movement by its place, its kind and the one before it, so it is set aside under all of them. */
const setAsideAs = ({ key, before, id }: { key: string; before: string; id: string | undefined }): string => `${key}:${before}/${id}`;

/** A movement that was set aside, as it is now; null when ShipBob has none. One that is named otherwise stays as it was. */
async function movementNow(nango: Sync, setAside: string, since: string): Promise<Row | null> {
  const [, facilityId, category, before, id] = /^(\d+):(\w+):(\d*)\/(\d+)$/.exec(setAside) ?? [];
  if (facilityId === undefined || category === undefined) return {};
  const { data } = await historyAfter(nango, { facilityId, category, after: before || null, since });
  return data?.find((row) => idOf(row) === id) ?? null;
}

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
