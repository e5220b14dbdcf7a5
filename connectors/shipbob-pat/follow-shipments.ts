import type { NangoSync } from "nango";
import * as z from "zod";
import { saveRejectedAgain } from "../kit/read-rejected-again.js";
import { readRows } from "../kit/read-rows.js";
import { storedRecords } from "../kit/stored-records.js";
import { later, minutesBefore } from "../kit/time.js";
import { PartnerShipment } from "../records/partner-shipment.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import type { Account } from "./account.js";
import { askOrNull } from "./ask-shipbob.js";
import type { Storing } from "./follow-open.js";
import { oneOrder, oneShipment, ORDERS_A_PAGE, ordersUpdated } from "./operations.js";
import { numberedPages } from "./pages.js";
import { shipmentEvent, shipmentRows, toPartnerShipment, type ShipmentOfOrder } from "./to-partner-shipment.js";

/** `page` of the list that begins at `since`: a run that was killed goes on there. `newest`: the latest change seen in it so far. */
export type OrdersPlace = { since: string; page: number; newest: string };

const OVERLAP_MINUTES = 5;
const Whole = z.looseObject({});
const OfOrder = z.looseObject({ order_id: z.union([z.number(), z.string()]).transform(String) });

/**
 * Shipments of orders that were changed, and what happened to each since it was seen last. Orders come oldest first and not by their
 * change, so the place in time moves on when the last page is through; within the list it moves page by page.
 */
export async function followShipments(
  nango: Storing & Pick<NangoSync, "getRecordsByIds">,
  account: Account,
  place: OrdersPlace,
  savePlace: (place: OrdersPlace) => Promise<void>,
): Promise<void> {
  let { newest } = place;
  const since = minutesBefore(place.since, OVERLAP_MINUTES);
  const pages = numberedPages(nango, (page) => ordersUpdated(since, page), { pageSize: ORDERS_A_PAGE, first: place.page });
  for await (const { rows, page } of pages) {
    await read(rows.flatMap(shipmentRows));
    await savePlace({ since: place.since, page: page + 1, newest });
  }
  await saveRejectedAgain(nango, {
    rejectedModel: "RejectedPartnerShipment",
    ask: shipmentAgain,
    save: (rows) => read(rows.map(({ id, row }) => ({ id, ...row }))),
  });
  await savePlace({ since: newest, page: 1, newest });

  async function read(rows: readonly ShipmentOfOrder[]): Promise<RejectedRecord[]> {
    const { records, rejected } = readRows(rows, toPartnerShipment);
    await save(records);
    if (rejected.length > 0) await nango.batchSave(rejected, "RejectedPartnerShipment");
    newest = records.reduce((latest, { updatedAt }) => later(latest, updatedAt), newest);
    return rejected;
  }

  /** Events first: they are told by what is stored, so nothing is lost in between. */
  async function save(records: PartnerShipment[]): Promise<void> {
    const stored = await storedShipments(records.map(({ id }) => id));
    const events = records.flatMap((record) => shipmentEvent(stored.get(record.id), record, account) ?? []);
    await nango.batchSave(events, "OpsEvent");
    await nango.batchSave(records, "PartnerShipment");
  }

  async function storedShipments(ids: readonly string[]): Promise<Map<string, PartnerShipment>> {
    const stored = new Map<string, PartnerShipment>();
    for (const [id, record] of await storedRecords<PartnerShipment>(nango, "PartnerShipment", ids)) {
      const { data } = PartnerShipment.safeParse(record);
      if (data) stored.set(id, data);
    }
    return stored;
  }

  async function shipmentAgain(id: string): Promise<Omit<ShipmentOfOrder, "id"> | null> {
    const shipment = await askOrNull(nango, oneShipment(id), OfOrder);
    const order = shipment && (await askOrNull(nango, oneOrder(shipment.order_id), Whole));
    return order ? { shipment, order } : null;
  }
}
