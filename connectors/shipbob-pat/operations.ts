/** Every question to ShipBob's API: path and parameters in one place. The version stands here alone: it ends on 2027-01-31, and each lives a year. */
export const VERSION = "2026-01";

export const ORDERS_A_PAGE = 250; // the most that the tracking guide names
export const ROWS_A_PAGE = 50; // of lists for which no largest page is documented
export const IDS_AT_ONCE = 50;

/** A read. One with a body is posted, and changes nothing. */
export interface Operation {
  path: string;
  params?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, unknown>>;
}

const at = (path: string, params: Record<string, string> = {}): Operation => ({ path: `/${VERSION}${path}`, params });

/** Orders with a shipment that was changed since then, oldest order first: what comes in meanwhile pushes rows to later pages, never to earlier ones. */
export const ordersUpdated = (since: string, page: number): Operation =>
  at("/order", { LastUpdateStartDate: since, SortOrder: "Oldest", Page: String(page), Limit: String(ORDERS_A_PAGE) });
/** The orders that came in last: what stands still now is among them. */
export const newestOrders = (): Operation => at("/order", { SortOrder: "Newest", Page: "1", Limit: String(ORDERS_A_PAGE) });
export const oneOrder = (id: string): Operation => at(`/order/${encodeURIComponent(id)}`);
export const oneShipment = (id: string): Operation => at(`/shipment/${encodeURIComponent(id)}`);
export const timelineOf = (shipmentId: string): Operation => at(`/shipment/${encodeURIComponent(shipmentId)}/timeline`);

export const receivingSince = (since: string, page: number): Operation =>
  at("/receiving", { InsertStartDate: since, Page: String(page), Limit: String(ROWS_A_PAGE) });
/** An array in a question is repeated, as the API's description has it. */
export const receivingByIds = (ids: readonly string[]): Operation =>
  at(`/receiving?${[...ids.map((id) => `Ids=${encodeURIComponent(id)}`), "Page=1", `Limit=${ROWS_A_PAGE}`].join("&")}`);
export const receivingOfPurchaseOrder = (number: string): Operation =>
  at(`/receiving?PurchaseOrderNumbers=${encodeURIComponent(number)}&Page=1&Limit=${ROWS_A_PAGE}`);
export const oneReceiving = (id: string): Operation => at(`/receiving/${encodeURIComponent(id)}`);

export const returnsSince = (since: string): Operation => at("/return", { StartDate: since, Limit: String(ROWS_A_PAGE) });
/** Lists of returns are texts with commas. */
export const returnsByIds = (ids: readonly string[]): Operation => at("/return", { Ids: ids.join(","), Limit: String(ROWS_A_PAGE) });
export const returnsByReference = (reference: string): Operation => at("/return", { ReferenceIds: reference, Limit: String(ROWS_A_PAGE) });
export const oneReturn = (id: string): Operation => at(`/return/${encodeURIComponent(id)}`);

export const stockByLocation = (): Operation => at("/inventory-level/locations", { PageSize: String(ROWS_A_PAGE) });
export const stockOfItem = (itemId: string): Operation => at(`/inventory-level/${encodeURIComponent(itemId)}/locations`);
/**
 * What moved stock at one fulfilment centre: after an event, or since a day at most 90 days ago. Without both ShipBob goes back 90 days.
 */
export const stockHistory = (given: { facilityId: string; category: string; since: string | null; after: string | null }): Operation => ({
  path: `/${VERSION}/inventory/history:query`,
  body: {
    facility_id: Number(given.facilityId),
    event_category: given.category,
    ...(given.after === null ? {} : { cursor: Number(given.after) }),
    ...(given.since === null ? {} : { start_date: given.since }),
  },
});

export const fulfilmentCentres = (): Operation => at("/fulfillment-center");
export const channelList = (): Operation => at("/channel");
