import { DAY_MS, atLocal } from "../../calendar.ts";
import { CATALOGUE } from "../../shop/catalogue.ts";
import { SHOP } from "../../shop/settings.ts";
import { LOCATION_ID } from "../../departments/purchasing/state.ts";
import { STATUS_FIELD } from "../../departments/purchasing/save.ts";
import { WAREHOUSE_ID } from "../../departments/purchasing/people.ts";
import { CENTRE } from "./account.ts";
import { goodsIdOf, itemIdOf } from "./ids.ts";
import { itemIndex, printed } from "./order-shapes.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { Transaction } from "../../departments/purchasing/transaction.ts";

/** Goods that are on their way to the 3PL, or have come in. */
export interface HeldGoods {
  id: number;
  purchaseOrderNumber: string | null;
  announcedMs: number;
  expectedMs: number;
  receivedMs: number | null;
  /** When the ERP took over the receipt by a program; null where it booked it from the notice of delivery. */
  syncedMs: number | null;
  cancelledMs: number | null;
  lines: readonly { itemIndex: number; expected: number; received: number }[];
}

/** Every purchase order that the ERP has passed on: once it is approved, under its own number. Then what other apps announced. */
export function heldGoods({ departments }: Sandbox): HeldGoods[] {
  const { transactions } = departments.purchasing.state;
  const receipts = new Map(transactions.flatMap((one) => (one.type === "ItemRcpt" && one.madeFrom !== null ? [[one.madeFrom, one] as const] : []))); // prettier-ignore
  const ofErp = transactions.flatMap((order): HeldGoods[] => {
    const announcedMs = order.type === "PurchOrd" ? approvedMs(order) : null;
    if (announcedMs === null || order.lines.some(({ locationId }) => locationId !== LOCATION_ID)) return [];
    const receipt = receipts.get(order.id);
    const day = order.lines[0]?.expectedDay ?? null;
    return [
      {
        id: goodsIdOf(order.id),
        purchaseOrderNumber: order.number,
        announcedMs,
        expectedMs: day === null ? announcedMs : atLocal(SHOP.zone, day, 12 * 60),
        receivedMs: receipt?.createdMs ?? null,
        syncedMs: receipt?.createdBy === WAREHOUSE_ID ? receipt.createdMs : null,
        cancelledMs: order.status === "H" && !receipt ? order.modifiedMs : null,
        lines: order.lines.map(({ sku, quantity, itemId }) => ({
          itemIndex: itemIndex(sku),
          expected: quantity,
          received: receipt?.lines.filter((line) => line.itemId === itemId).reduce((sum, line) => sum + line.quantity, 0) ?? 0,
        })),
      },
    ];
  });
  const ofApps = departments.warehouse.state.goods.map((goods): HeldGoods => {
    const { id, purchaseOrderNumber, expectedMs, atMs: announcedMs, lines } = goods;
    const nothingYet = { receivedMs: null, syncedMs: null, cancelledMs: null };
    const asked = lines.map(({ itemIndex: index, quantity }) => ({ itemIndex: index, expected: quantity, received: 0 }));
    return { id, purchaseOrderNumber, announcedMs, expectedMs, ...nothingYet, lines: asked };
  });
  return [...ofErp, ...ofApps];
}

/** The note by which it left the state of waiting; its creation where it never waited. */
function approvedMs({ status, createdMs, notes }: Transaction): number | null {
  if (status === "A") return null;
  return notes.find(({ field, before }) => field === STATUS_FIELD && before === "A")?.atMs ?? createdMs;
}

export function statusOfGoods({ receivedMs, cancelledMs }: HeldGoods): string {
  return cancelledMs !== null ? "Cancelled" : receivedMs === null ? "Awaiting" : "Completed";
}

const STATUS_IDS: Readonly<Record<string, number>> = { Awaiting: 1, Arrived: 8, Processing: 2, Completed: 3, Cancelled: 4 };

/** What arrives is counted and stowed at once: nobody keeps when each began. */
export function goodsShape(goods: HeldGoods): object {
  const { announcedMs, receivedMs, cancelledMs } = goods;
  const steps: [string, number | null][] = [["Awaiting", announcedMs], ["Arrived", receivedMs], ["Processing", receivedMs], ["Completed", receivedMs], ["Cancelled", cancelledMs]]; // prettier-ignore
  return {
    id: goods.id,
    purchase_order_number: goods.purchaseOrderNumber,
    status: statusOfGoods(goods),
    package_type: "Package",
    box_packaging_type: "EverythingInOneBox",
    box_labels_uri: `https://api.shipbob.com/2026-01/receiving/${goods.id}/labels`,
    insert_date: printed(announcedMs),
    last_updated_date: printed(Math.max(announcedMs, receivedMs ?? 0, cancelledMs ?? 0)),
    expected_arrival_date: printed(Math.max(goods.expectedMs, announcedMs + DAY_MS)),
    external_sync_timestamp: goods.syncedMs === null ? null : printed(goods.syncedMs),
    fulfillment_center: centreShape(),
    inventory_quantities: goods.lines.map((line) => ({
      inventory_id: itemIdOf(line.itemIndex),
      sku: CATALOGUE[line.itemIndex]?.sku ?? null,
      expected_quantity: line.expected,
      received_quantity: line.received,
      stowed_quantity: line.received,
    })),
    status_history: steps.flatMap(([status, atMs]) =>
      atMs === null ? [] : [{ id: STATUS_IDS[status] ?? 0, status, timestamp: printed(atMs) }],
    ),
  };
}

export const centreShape = (): object => ({
  ...CENTRE,
  timezone: "Eastern Standard Time",
  address1: "14 Commercial Street",
  address2: null,
  city: "Portland",
  state: "ME",
  country: "US",
  zip_code: "04101",
  phone_number: null,
  email: null,
});
