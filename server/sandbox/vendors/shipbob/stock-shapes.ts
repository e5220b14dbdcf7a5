import { LOCATION_ID, unshippedUnits } from "../../departments/purchasing/state.ts";
import { CATALOGUE } from "../../shop/catalogue.ts";
import { CENTRE } from "./account.ts";
import { goodsIdOf, itemIdOf } from "./ids.ts";
import { itemIndex } from "./order-shapes.ts";
import type { Sandbox } from "../../open-sandbox.ts";

/** Balances of one item at the 3PL: what the ERP has there. A shelf holds nothing below zero, whatever a ledger says. */
export function levelShape(sandbox: Sandbox, index: number): object {
  const { state } = sandbox.departments.purchasing;
  const item = state.items[index];
  const onHand = Math.max(0, item?.onHand ?? 0);
  const committed = unshippedUnits(state).get(item?.sku ?? "") ?? 0;
  return {
    inventory_id: itemIdOf(index),
    name: CATALOGUE[index]?.title ?? "",
    sku: item?.sku ?? null,
    locations: [
      {
        location_id: CENTRE.id,
        name: CENTRE.name,
        on_hand_quantity: onHand,
        committed_quantity: committed,
        fulfillable_quantity: Math.max(0, onHand - committed),
        awaiting_quantity: item?.onOrder ?? 0,
        internal_transfer_quantity: 0,
      },
    ],
  };
}

/** A movement of stock: what was stowed of goods that came in, and what a count has changed. Picks are not served. */
export interface Movement {
  id: number;
  atMs: number;
  category: "ReceivingStow" | "InventoryAdjusted";
  itemIndex: number;
  change: number;
  goodsId: number | null;
}

const MOVEMENTS_A_MILLISECOND = 100;

/** In the order of their numbers, which grow with time: new ones come at the end. */
export function movements({ departments }: Sandbox): Movement[] {
  const found: Movement[] = [];
  let [lastMs, tie] = [0, 0];
  for (const { type, createdMs, lines, madeFrom } of departments.purchasing.state.transactions) {
    if (type === "PurchOrd") continue;
    for (const { sku, quantity, locationId } of lines) {
      if (locationId !== LOCATION_ID || quantity === 0) continue;
      tie = createdMs === lastMs ? tie + 1 : 0;
      lastMs = createdMs;
      found.push({
        id: createdMs * MOVEMENTS_A_MILLISECOND + tie,
        atMs: createdMs,
        category: type === "ItemRcpt" ? "ReceivingStow" : "InventoryAdjusted",
        itemIndex: itemIndex(sku),
        change: quantity,
        goodsId: type === "ItemRcpt" && madeFrom !== null ? goodsIdOf(madeFrom) : null,
      });
    }
  }
  return found;
}

export function movementShape({ id, atMs, category, itemIndex: index, change, goodsId }: Movement): object {
  const details = {
    facility_id: CENTRE.id,
    location_id: 5501 + index,
    sku: CATALOGUE[index]?.sku ?? null,
    quantity_change: change,
    committed_quantity_change: 0,
    inventory_status: "Available",
    lot_number: null,
    expiration_date: null,
    operational_stage: { id: 1, description: "Available" },
    pack_description_id: null,
    yuki_id: null,
  };
  return {
    inventory_audit_event_id: id,
    inventory_id: itemIdOf(index),
    event_category: category,
    event_datetime: new Date(atMs).toISOString().replace("Z", "0000"),
    merchant_user_id: 226_071,
    shipbob_order_id: null,
    increment: change > 0 ? details : null,
    decrement: change < 0 ? details : null,
    additional_reference: goodsId === null ? [] : [{ key: "WroId", value: String(goodsId) }],
  };
}
