import * as z from "zod";
import { later } from "../kit/time.js";
import { askShipStation, type Caller } from "./ask-shipstation.js";
import { toQuestion, toUtc } from "./clock.js";
import { labelsCreated, labelsVoided, ordersModified, PAGE_SIZE } from "./operations.js";

type Row = Record<string, unknown>;
/** Rows as they came, and up to which time everything has now been read. */
export type Page = { rows: Row[]; readUntil: string };

const Id = z.union([z.number(), z.string()]);
const Counted = { total: z.number(), page: z.number(), pages: z.number() };
const Orders = z.object({ orders: z.array(z.looseObject({ orderId: Id })), ...Counted });
const Labels = z.object({ shipments: z.array(z.looseObject({ shipmentId: Id })), ...Counted });

/**
 * Orders changed since a time, oldest change first. A change moves an order to the end, and the pages behind it up by one; so each page is
 * asked for from where the one before ended and not by its number, unless a whole page was changed in one second.
 *
 * @throws when ShipStation gives fewer rows than it counts, again and again
 */
export async function* changedOrders(nango: Caller, since: string): AsyncGenerator<Page, void, void> {
  let readUntil = since;
  let number = 1;
  for (;;) {
    const from = readUntil;
    const { orders, total } = await askShipStation(nango, ordersModified(toQuestion(from), number), Orders);
    readUntil = orders.reduce((newest, row) => newestOf(newest, row["modifyDate"]), from);
    if (orders.length > 0) yield { rows: orders, readUntil };
    if (isWhole(orders.length, number, total)) return;
    if (readUntil !== from) number = 1;
    else if (orders.length === PAGE_SIZE) number += 1;
    else throw new Error(`ShipStation counts ${total} orders and gives ${orders.length} of them`);
  }
}

/** Labels made since a time, oldest first: new ones come at the end, so the pages stay as they are. */
export async function* createdLabels(nango: Caller, since: string): AsyncGenerator<Page, void, void> {
  let readUntil = since;
  for (let number = 1; ; number += 1) {
    const { shipments, total } = await askShipStation(nango, labelsCreated(toQuestion(since), number), Labels);
    requireWhole(shipments.length, number, total);
    readUntil = shipments.reduce((newest, row) => newestOf(newest, row["createDate"]), readUntil);
    if (shipments.length > 0) yield { rows: shipments, readUntil };
    if (number * PAGE_SIZE >= total) return;
  }
}

/** Labels voided since a time, in no order of voiding: only with the last page is it known up to when all have been read. */
export async function* voidedLabels(nango: Caller, since: string): AsyncGenerator<Page, void, void> {
  let newest = since;
  for (let number = 1; ; number += 1) {
    const { shipments, total } = await askShipStation(nango, labelsVoided(toQuestion(since), number), Labels);
    requireWhole(shipments.length, number, total);
    newest = shipments.reduce((time, row) => newestOf(time, row["voidDate"]), newest);
    const isLast = number * PAGE_SIZE >= total;
    if (shipments.length > 0) yield { rows: shipments, readUntil: isLast ? newest : since };
    if (isLast) return;
  }
}

const isWhole = (rows: number, number: number, total: number): boolean => (number - 1) * PAGE_SIZE + rows >= total;

/** A page that is shorter than it says would leave a gap that nobody sees: the next run reads it again. */
function requireWhole(rows: number, number: number, total: number): void {
  const expected = Math.min(PAGE_SIZE, Math.max(0, total - (number - 1) * PAGE_SIZE));
  if (rows < expected) throw new Error(`ShipStation counts ${expected} labels on a page and gives ${rows} of them`);
}

/** A row whose time cannot be read is set aside later, and moves nothing. */
function newestOf(newest: string, printed: unknown): string {
  try {
    return typeof printed === "string" ? later(newest, toUtc(printed)) : newest;
  } catch {
    return newest;
  }
}
