import * as z from "zod";
import { CATALOGUE } from "../../shop/catalogue.ts";
import { findOrder } from "../../shop/state.ts";
import { DAY_MS } from "../../calendar.ts";
import { jsonReply } from "../../door.ts";
import { legacyOrderId } from "../shopify/ids.ts";
import { CENTRE, RETURNS_CHANNEL, SHOP_CHANNEL, TOKEN_CHANNEL, VERSION } from "./account.ts";
import { complaint, failure } from "./failure.ts";
import { centreShape, goodsShape, heldGoods, statusOfGoods } from "./goods-shapes.ts";
import { itemIdOf, itemIndexOf, orderNumberOf, orderOfShipment } from "./ids.ts";
import { changedMs, importedMs, orderShape, printed, shipmentShape, statusOf } from "./order-shapes.ts";
import { heldReturns, returnShape, statusOfReturn } from "./return-shapes.ts";
import { levelShape, movements, movementShape } from "./stock-shapes.ts";
import type { Order } from "../../shop/order.ts";
import type { Reply, Request } from "../../door.ts";
import type { Sandbox } from "../../open-sandbox.ts";

const LARGEST_PAGE = 250;
const USUAL_PAGE = 50;
const HISTORY_PAGE = 100;
const LONGEST_HISTORY_MS = 90 * DAY_MS;
const Positive = z.coerce.number().int().min(1);
const HistoryQuestion = z.object({
  facility_id: z.int(),
  event_category: z.string().nullish(),
  inventory_ids: z.array(z.int()).nullish(),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
  cursor: z.int().nullish(),
});

/** What the token may read of each path. */
export const READ_SCOPES: readonly (readonly [RegExp, string])[] = [
  [/^\/(order|shipment)\b/, "orders_read"],
  [/^\/return\b/, "returns_read"],
  [/^\/receiving\b/, "receiving_read"],
  [/^\/(inventory|inventory-level)\b/, "inventory_read"],
  [/^\/fulfillment-center\b/, "locations_read"],
  [/^\/channel\b/, "channels_read"],
];

/** The vendor's reads, as far as they are served. @returns null for a path that is not */
export function answerRead(sandbox: Sandbox, { method, path, query, body }: Request, scopes: readonly string[]): Reply | null {
  const { warehouse } = sandbox.departments;
  const { orders, nowMs } = sandbox.shop.state;
  const [, noun = "", id = "", more = ""] = /^\/([a-z-]+)(?:\/([^/]+))?(?:\/(.+))?$/.exec(path) ?? [];
  if (method === "POST") return path === "/inventory/history:query" ? history() : null;
  if (method !== "GET") return null;
  switch (noun) {
    case "order":
      return id === "" ? listOrders() : one(findHeld(orderNumberOf(Number(id))), (order) => orderShape(sandbox, order));
    case "shipment": {
      const order = findHeld(orderOfShipment(Number(id)));
      return more === "timeline" || more === "logs" ? one(order, timelineShape) : one(order, (found) => shipmentShape(sandbox, found));
    }
    case "return":
      return id === "" ? listReturns() : one(heldReturns(sandbox).find((held) => String(held.id) === id), returnShape); // prettier-ignore
    case "receiving":
      return id === "" ? listGoods() : one(heldGoods(sandbox).find((goods) => String(goods.id) === id), goodsShape); // prettier-ignore
    case "inventory-level":
      return levels(id, more);
    case "fulfillment-center":
      return jsonReply(200, [centreShape()]);
    case "channel":
      return linked(channels(scopes), (channel) => channel);
    default:
      return null;
  }

  function findHeld(orderNumber: number): Order | undefined {
    const order = findOrder(sandbox.shop.state, orderNumber);
    return order && importedMs(order) <= nowMs ? order : undefined;
  }

  function listOrders(): Reply {
    const [from, until] = [timeIn("LastUpdateStartDate"), timeIn("LastUpdateEndDate")];
    const references = query.getAll("ReferenceIds");
    const found = orders.filter((order) => {
      const changed = changedMs(warehouse.state, order);
      if (importedMs(order) > nowMs || changed < (from ?? 0) || changed > (until ?? Number.POSITIVE_INFINITY)) return false;
      return references.length === 0 || references.includes(String(legacyOrderId(order.number)));
    });
    return numbered(query.get("SortOrder") === "Oldest" ? found : found.toReversed(), (order) => orderShape(sandbox, order));
  }

  function listReturns(): Reply {
    const [from, completedFrom] = [timeIn("StartDate"), timeIn("CompletedStartDate")];
    const asked = (name: string, value: string): boolean => !query.has(name) || (query.get(name) ?? "").split(",").includes(value);
    const found = heldReturns(sandbox).filter(
      (held) =>
        held.announcedMs >= (from ?? 0) &&
        (completedFrom === null || (held.gradedMs ?? 0) >= completedFrom) &&
        asked("Ids", String(held.id)) &&
        asked("ReferenceIds", held.reference) &&
        asked("Status", statusOfReturn(held).replaceAll(" ", "")),
    );
    return linked(found, returnShape);
  }

  function listGoods(): Reply {
    const from = timeIn("InsertStartDate");
    const asked = (name: string, value: string): boolean => !query.has(name) || query.getAll(name).includes(value);
    const found = heldGoods(sandbox).filter(
      (goods) =>
        goods.announcedMs >= (from ?? 0) &&
        asked("Ids", String(goods.id)) &&
        asked("PurchaseOrderNumbers", goods.purchaseOrderNumber ?? "") &&
        asked("Statuses", statusOfGoods(goods)),
    );
    return numbered(found, goodsShape);
  }

  function levels(first: string, second: string): Reply | null {
    const indexes = CATALOGUE.map((_item, index) => index);
    if (first === "locations") return linked(indexes, (index) => levelShape(sandbox, index));
    const index = itemIndexOf(Number(first));
    return second === "locations" ? one(indexes.find((known) => known === index), (known) => levelShape(sandbox, known)) : null; // prettier-ignore
  }

  function history(): Reply {
    const { data: asked } = HistoryQuestion.safeParse(parsed(body));
    if (!asked) return complaint(400, "facility_id", "The facility_id field is required.");
    const fromMs = asked.start_date ? Date.parse(asked.start_date) : nowMs - LONGEST_HISTORY_MS;
    const untilMs = asked.end_date ? Date.parse(asked.end_date) : nowMs;
    if (Number.isNaN(fromMs) || Number.isNaN(untilMs) || untilMs - fromMs > LONGEST_HISTORY_MS)
      return failure(400, "The date range may be 90 days at most.");
    const found = movements(sandbox).filter(
      ({ id: number, atMs, category, itemIndex }) =>
        asked.facility_id === CENTRE.id &&
        number > (asked.cursor ?? 0) &&
        atMs >= fromMs &&
        atMs <= untilMs &&
        (!asked.event_category || category === asked.event_category) &&
        (!asked.inventory_ids || asked.inventory_ids.includes(itemIdOf(itemIndex))),
    );
    const rows = found.slice(0, HISTORY_PAGE);
    const next = found.length > rows.length ? `https://api.shipbob.com/${VERSION}${path}?cursor=${rows.at(-1)?.id ?? 0}` : null;
    return jsonReply(200, { data: rows.map(movementShape), first: null, last: null, next, prev: null });
  }

  function timeIn(name: string): number | null {
    const ms = Date.parse(query.get(name) ?? "");
    return Number.isNaN(ms) ? null : ms;
  }

  /** A bare list; headers say where one is in it. */
  function numbered<T>(all: readonly T[], shape: (row: T) => unknown): Reply {
    const [page, limit] = [
      Positive.catch(1).parse(query.get("Page")),
      Math.min(LARGEST_PAGE, Positive.catch(USUAL_PAGE).parse(query.get("Limit"))),
    ];
    const rows = shortened(all.slice((page - 1) * limit, page * limit));
    const pages = Math.ceil(all.length / limit);
    const counts = { "page-number": String(page), "page-size": String(limit), "total-count": String(all.length), "total-pages": String(pages) }; // prettier-ignore
    const next = new URLSearchParams(query);
    next.set("Page", String(page + 1));
    return jsonReply(200, rows.map(shape), { ...counts, ...(page < pages ? { "next-page": `/${VERSION}${path}?${next}` } : {}) });
  }

  /** A list with the address of the next page. */
  function linked<T>(all: readonly T[], shape: (row: T) => unknown): Reply {
    const size = Math.min(
      LARGEST_PAGE,
      Positive.catch(USUAL_PAGE).parse(query.get("Limit") ?? query.get("PageSize") ?? query.get("RecordsPerPage")),
    );
    const page = Positive.catch(1).parse(query.get("Cursor"));
    const next = new URLSearchParams(query);
    next.set("Cursor", String(page + 1));
    const rows = shortened(all.slice((page - 1) * size, page * size));
    const following = page * size < all.length ? `https://api.shipbob.com/${VERSION}${path}?${next}` : null;
    const ends = noun === "channel" ? {} : { first: null, last: null };
    return jsonReply(
      200,
      { items: rows.map(shape), next: following, prev: null, ...ends },
      noun === "return" ? { "total-count": String(all.length) } : {},
    );
  }

  function shortened<T>(rows: readonly T[]): readonly T[] {
    return rows.length > 1 && sandbox.faults.take("short page") ? rows.slice(0, Math.ceil(rows.length / 2)) : rows;
  }

  /** The words of its entries are this sandbox's own: the vendor publishes none. */
  function timelineShape(order: Order): object[] {
    const entry = (log: string, atMs: number) => ({ log_type_id: log.length, log_type_name: log, log_type_text: log, metadata: {}, timestamp: printed(atMs) }); // prettier-ignore
    return [
      entry("OrderImported", importedMs(order)),
      entry(`Shipment${statusOf(warehouse.state, order)}`, changedMs(warehouse.state, order)),
    ];
  }
}

const one = <T>(found: T | undefined, shape: (row: T) => unknown): Reply =>
  found === undefined ? failure(404, "Not Found") : jsonReply(200, shape(found));

/** What the token sees: its own channel, which alone may write, the shop's and the returns app's. */
const channels = (scopes: readonly string[]): object[] => {
  const reads = scopes.filter((scope) => scope.endsWith("_read"));
  return [
    { ...TOKEN_CHANNEL, application_name: "SMA", scopes },
    { ...SHOP_CHANNEL, application_name: "Shopify", scopes: reads },
    { ...RETURNS_CHANNEL, application_name: "Loopback", scopes: reads },
  ];
};

/** The body of a request; null where it is no JSON. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
