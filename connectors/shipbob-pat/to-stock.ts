import * as z from "zod";
import type { InventoryLevel } from "../records/inventory-level.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { Warehouse } from "../records/warehouse.js";
import { toUtc } from "./clock.js";
import { codeOf, detailsOf, Id, STAFF_OF_PARTNER, Text } from "./codes.js";

const Quantity = z.number().nullish();

const LevelRow = z.object({
  item: z.object({ inventory_id: Id, sku: Text }),
  location: z.object({
    location_id: Id,
    name: Text,
    on_hand_quantity: z.number(),
    fulfillable_quantity: Quantity,
    committed_quantity: Quantity,
    awaiting_quantity: Quantity,
  }),
});
const ItemRow = z.looseObject({ inventory_id: Id, locations: z.array(z.looseObject({ location_id: Id })).nullish() });

/** An item's locations one by one. @throws when an item or a location has no number */
export function levelRows(item: Record<string, unknown>): { id: string; item: unknown; location: unknown }[] {
  const { inventory_id: itemId, locations } = ItemRow.parse(item);
  return (locations ?? []).map((location) => ({ id: `${itemId}:${location.location_id}`, item, location }));
}

export function toInventoryLevel(given: { item: unknown; location: unknown }): InventoryLevel {
  const { item, location } = LevelRow.parse(given);
  return {
    id: `${item.inventory_id}:${location.location_id}`,
    itemId: item.inventory_id,
    sku: item.sku ?? null,
    locationId: location.location_id,
    locationName: location.name ?? null,
    onHand: location.on_hand_quantity,
    available: location.fulfillable_quantity ?? null,
    committed: location.committed_quantity ?? null,
    incoming: location.awaiting_quantity ?? null,
    backordered: null,
    safetyStock: null,
    qualityControl: null,
    damaged: null,
    reserved: null,
    unitCost: null,
    updatedAt: null,
  };
}

const CentreRow = z.object({ id: Id, name: Text, state: Text, country: Text, zip_code: Text });

export const centreIdOf = (row: unknown): string => CentreRow.pick({ id: true }).parse(row).id;

export function toWarehouse(given: unknown): Warehouse {
  const row = CentreRow.parse(given);
  return { id: row.id, name: row.name || row.id, region: row.state || null, country: row.country || null, postcode: row.zip_code || null };
}

/** What is asked of the history of stock. Picks are left out: they are the fulfilment of orders, one for every line of every order. */
export const STOCK_CATEGORIES = ["InventoryAdjusted", "InventoryFacilityUpdated", "AttributeUpdated", "InventoryReceived", "InventoryRestocked", "ReceivingStow", "KittingStow"] as const; // prettier-ignore

const ACTIVITY: Readonly<Record<string, string>> = {
  InventoryAdjusted: "count stock",
  InventoryFacilityUpdated: "move stock",
  AttributeUpdated: "change attribute",
  InventoryReceived: "receive stock",
  InventoryRestocked: "restock item",
  ReceivingStow: "stow stock",
  KittingStow: "assemble kits",
};

const Movement = z.object({ quantity_change: Quantity, sku: Text, lot_number: Text }).nullish();
const HistoryRow = z.object({
  inventory_audit_event_id: Id,
  inventory_id: Id,
  event_category: z.string(),
  event_datetime: z.string(),
  increment: Movement,
  decrement: Movement,
  additional_reference: z.array(z.object({ key: Text, value: Text })).nullish(),
});

/**
 * A movement of stock. All of them are work of the warehouse's staff; `merchant_user_id` names the merchant's account, not a person. The
 * case is the item, so that it has one history, whichever documents moved it.
 */
export function toStockEvent(given: unknown): OpsEvent {
  const row = HistoryRow.parse(given);
  const quantity = (row.increment?.quantity_change ?? 0) + (row.decrement?.quantity_change ?? 0);
  const sku = row.increment?.sku ?? row.decrement?.sku ?? null;
  return {
    id: `stock:${row.inventory_audit_event_id}`,
    caseType: "sku",
    caseId: row.inventory_id,
    activity: ACTIVITY[row.event_category] ?? codeOf(row.event_category).replaceAll("_", " "),
    sourceAction: row.event_category,
    sourceType: "inventory history",
    endedAt: toUtc(row.event_datetime),
    startedAt: null,
    ...STAFF_OF_PARTNER,
    objects: [
      { type: "sku", id: row.inventory_id },
      ...(row.additional_reference ?? []).flatMap(({ key, value }) => (key && value ? [{ type: typeOfKey(key), id: value }] : [])),
    ],
    ...detailsOf([
      ["sku", sku],
      ["quantity change", String(quantity)],
      ["lot", row.increment?.lot_number ?? row.decrement?.lot_number ?? null],
    ]),
  };
}

/** ShipBob does not publish which keys there are: those that say what they mean become links that other events have too. */
function typeOfKey(key: string): string {
  if (/wro|receiving/i.test(key)) return "receiving_order";
  if (/return/i.test(key)) return "partner_return";
  return codeOf(key);
}
