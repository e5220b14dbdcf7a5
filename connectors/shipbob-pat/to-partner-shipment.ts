import * as z from "zod";
import { later } from "../kit/time.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { PartnerShipment } from "../records/partner-shipment.js";
import { isOwnAct, type Account } from "./account.js";
import { toUtc, toUtcOrNull } from "./clock.js";
import { codeOf, detailsOf, Id, NOT_TOLD, OURSELVES, Place, RULE_OF_PARTNER, STAFF_OF_PARTNER, Text } from "./codes.js";

const Detail = z.object({
  id: Id.nullish(),
  name: Text,
  extra_information: z.object({ validation_messages: z.array(z.string()).nullish() }).nullish(),
});
const Item = z.object({ id: Id.nullish(), quantity: z.number().nullish(), quantity_committed: z.number().nullish() });
const Product = z.object({ sku: Text, reference_id: Text, inventory_items: z.array(Item).nullish() });

/** A shipment of ShipBob, as far as anything here looks at it. Names of states and reasons are open. */
export const ShipmentRow = z.object({
  id: Id,
  order_id: Id,
  reference_id: Text,
  created_date: z.string(),
  last_update_at: Text,
  status: z.string(),
  status_details: z.array(Detail).nullish(),
  location: Place,
  ship_option: Text,
  tracking: z.object({ carrier: Text, carrier_service: Text, tracking_number: Text }).nullish(),
  estimated_fulfillment_date: Text,
  actual_fulfillment_date: Text,
  products: z.array(Product).nullish(),
});
/** What a shipment does not say of its order. */
export const OrderRow = z.object({ id: Id, reference_id: Text, order_number: Text, channel: Place });

/** A shipment's row with the row of its order. */
export type ShipmentOfOrder = { id: string; shipment: unknown; order: unknown };

/** An order's shipments one by one, each with what of its order is needed to read it. */
export function shipmentRows(order: Record<string, unknown>): ShipmentOfOrder[] {
  const { shipments } = z.object({ shipments: z.array(z.looseObject({ id: Id })).nullish() }).parse(order);
  return (shipments ?? []).map((shipment) => ({ id: shipment.id, shipment, order }));
}

/** @throws ZodError, or an Error when a time cannot be read */
export function toPartnerShipment(given: { shipment: unknown; order: unknown }): PartnerShipment {
  const row = ShipmentRow.parse(given.shipment);
  const order = OrderRow.parse(given.order);
  const createdAt = toUtc(row.created_date);
  return {
    id: row.id,
    orderId: row.order_id,
    orderReference: row.reference_id ?? order.reference_id ?? null,
    orderNumber: order.order_number ?? null,
    channelId: order.channel?.id ?? null,
    createdAt,
    updatedAt: later(toUtcOrNull(row.last_update_at), createdAt),
    state: codeOf(row.status),
    standstills: (row.status_details ?? []).map(({ id, name, extra_information: more }) => ({
      code: id ?? "",
      name: codeOf(name ?? ""),
      messages: more?.validation_messages ?? [],
    })),
    locationId: row.location?.id ?? null,
    locationName: row.location?.name ?? null,
    service: row.ship_option ?? null,
    carrier: row.tracking?.carrier ?? null,
    carrierService: row.tracking?.carrier_service ?? null,
    trackingNumber: row.tracking?.tracking_number ?? null,
    promisedAt: toUtcOrNull(row.estimated_fulfillment_date),
    packedAt: toUtcOrNull(row.actual_fulfillment_date),
    lines: (row.products ?? []).flatMap(({ sku, reference_id: reference, inventory_items: items }) =>
      (items ?? []).map((item) => ({
        itemId: item.id ?? "",
        sku: sku ?? reference ?? null,
        quantity: item.quantity ?? 0,
        committed: item.quantity_committed ?? null,
      })),
    ),
  };
}

const STANDING: ReadonlySet<string> = new Set(["on_hold", "exception", "import_review"]);
/** Reasons that ShipBob finds by itself: 300 to 308 stock and items, 400 payment, 401 address, 402 reserve date, 404 tariff. A hold by hand bears none of them. */
const FOUND_BY_SHIPBOB = /^(30[0-8]|40[0124])$/;
const OF_STOCK = /^30[0-8]$/;

/**
 * What happened to a shipment since it was seen last, told from its state: ShipBob keeps no history that names anybody. One event at most.
 *
 * @param stored as it was seen last; undefined at first sight
 */
export function shipmentEvent(stored: PartnerShipment | undefined, now: PartnerShipment, account: Account): OpsEvent | null {
  if (stored?.state === now.state || now.orderReference === null) return null;
  const caseId = account.orderCaseOf(now.orderReference, now.channelId);
  const base = {
    caseType: "order" as const,
    caseId,
    ...(caseId === now.orderReference && now.orderNumber !== null ? { caseNumber: now.orderNumber } : {}),
    sourceAction: now.state,
    sourceType: "shipment",
    startedAt: null,
    endedAt: now.updatedAt,
    objects: [
      { type: "order", id: caseId },
      { type: "partner_shipment", id: now.id },
    ],
  };
  const isOurs = isOwnAct(account, `shipment:${now.id}`, now.updatedAt);
  if (STANDING.has(now.state)) {
    if (stored && STANDING.has(stored.state)) return null;
    const isFound = now.standstills.length > 0 && now.standstills.every(({ code }) => FOUND_BY_SHIPBOB.test(code));
    const actor = isFound ? RULE_OF_PARTNER : NOT_TOLD;
    return { ...base, ...actor, id: `shipment:${now.id}:hold:${now.updatedAt}`, activity: "hold shipment", ...reasonOf(now) };
  }
  if (now.state === "completed")
    return { ...base, ...STAFF_OF_PARTNER, id: `shipment:${now.id}:ship`, activity: "ship order", endedAt: now.packedAt ?? now.updatedAt };
  if (now.state === "cancelled")
    return { ...base, ...(isOurs ? OURSELVES : NOT_TOLD), id: `shipment:${now.id}:cancel`, activity: "cancel shipment" };
  if (!stored || !STANDING.has(stored.state)) return null;
  // What waited for stock goes on when stock comes: nobody has to release it.
  const wasStock = stored.standstills.length > 0 && stored.standstills.every(({ code }) => OF_STOCK.test(code));
  const actor = isOurs ? OURSELVES : wasStock ? RULE_OF_PARTNER : NOT_TOLD;
  return { ...base, ...actor, id: `shipment:${now.id}:release:${now.updatedAt}`, activity: "release shipment", ...reasonOf(stored) };
}

const reasonOf = ({ standstills }: PartnerShipment) => detailsOf([["hold reason", standstills.map(({ name }) => name).join(", ") || null]]);
