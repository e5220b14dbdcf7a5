import { CATALOGUE } from "../../shop/catalogue.ts";
import { legacyOrderId } from "../shopify/ids.ts";
import { CENTRE, RETURNS_CHANNEL, TOKEN_CHANNEL } from "./account.ts";
import { itemIdOf, orderOfShipment, returnIdOf, shipmentIdOf } from "./ids.ts";
import { itemIndex, printed } from "./order-shapes.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { Grade } from "../../departments/returns/return-case.ts";

const CONDITIONS: Readonly<Record<Grade, string>> = { a: "As new", b: "Opened", c: "Damaged", d: "Not what was sent" };

/** A return as the 3PL has it, wherever it was announced. */
export interface HeldReturn {
  id: number;
  reference: string;
  /** The shop's number of it; null for one that an app announced by itself. */
  shopReturnId: number | null;
  orderNumber: number | null;
  announcedMs: number;
  arrivedMs: number | null;
  gradedMs: number | null;
  cancelledMs: number | null;
  grade: Grade | null;
  trackingNumber: string | null;
  lines: readonly { itemIndex: number; quantity: number; action: string }[];
}

/**
 * Every return that was announced: those of the shop once they are approved, by the returns app and under the shop's own number, then
 * those of other apps.
 */
export function heldReturns({ departments }: Sandbox): HeldReturn[] {
  const { cancelledReturnsMs, returns: announced } = departments.warehouse.state;
  const ofShop = departments.returns.state.returns.flatMap((item): HeldReturn[] => {
    if (item.approvedMs === null) return [];
    const cancelledMs = cancelledReturnsMs.get(item.id) ?? null;
    const arrivedMs = item.dispositions.find(({ type }) => type === "PROCESSING_REQUIRED")?.atMs ?? null;
    return [
      {
        id: returnIdOf(item.id),
        reference: String(item.id),
        shopReturnId: item.id,
        orderNumber: item.orderNumber,
        announcedMs: item.approvedMs,
        arrivedMs: cancelledMs === null ? arrivedMs : null,
        gradedMs: cancelledMs === null ? item.gradedMs : null,
        cancelledMs,
        grade: cancelledMs === null ? item.grade : null,
        trackingNumber: `9202090000000000${item.id}`,
        lines: [{ itemIndex: itemIndex(item.sku), quantity: item.quantity, action: "Quarantine" }],
      },
    ];
  });
  const ofApps = announced.map((item): HeldReturn => {
    const { id, reference, atMs: announcedMs, cancelledMs, trackingNumber, lines, shipmentId } = item;
    const orderNumber = shipmentId === null ? null : orderOfShipment(shipmentId);
    const nothingYet = { shopReturnId: null, arrivedMs: null, gradedMs: null, grade: null };
    return { id, reference, orderNumber, announcedMs, cancelledMs, trackingNumber, lines, ...nothingYet };
  });
  return [...ofShop, ...ofApps];
}

export function statusOfReturn({ cancelledMs, gradedMs, arrivedMs }: HeldReturn): string {
  if (cancelledMs !== null) return "Cancelled";
  if (gradedMs !== null) return "Completed";
  return arrivedMs === null ? "Awaiting Arrival" : "Arrived";
}

/** What is graded waits in quarantine for the merchant's word. */
export function returnShape(held: HeldReturn): object {
  const steps: [string, number | null][] = [
    ["Awaiting Arrival", held.announcedMs],
    ["Arrived", held.arrivedMs],
    ["Processing", held.gradedMs],
    ["Completed", held.gradedMs],
    ["Cancelled", held.cancelledMs],
  ];
  const history = steps.flatMap(([status, atMs]) => (atMs === null ? [] : [{ status, timestamp: printed(atMs) }]));
  const { grade } = held;
  return {
    id: held.id,
    reference_id: held.reference,
    store_order_id: held.orderNumber === null ? null : String(legacyOrderId(held.orderNumber)),
    original_shipment_id: held.orderNumber === null ? null : shipmentIdOf(held.orderNumber),
    shipment_tracking_number: held.orderNumber === null ? null : `9400100000000000${held.orderNumber}`,
    tracking_number: held.trackingNumber,
    customer_name: "Harbour & Pine",
    return_type: "Regular",
    status: statusOfReturn(held),
    channel: held.shopReturnId === null ? { ...TOKEN_CHANNEL } : { ...RETURNS_CHANNEL },
    fulfillment_center: { ...CENTRE },
    insert_date: printed(held.announcedMs),
    awaiting_arrival_date: printed(held.announcedMs),
    arrived_date: printedOrNull(held.arrivedMs),
    processing_date: printedOrNull(held.gradedMs),
    completed_date: printedOrNull(held.gradedMs),
    cancelled_date: printedOrNull(held.cancelledMs),
    inventory: held.lines.map((line) => ({
      id: itemIdOf(line.itemIndex),
      name: CATALOGUE[line.itemIndex]?.title ?? "",
      sku: CATALOGUE[line.itemIndex]?.sku ?? null,
      quantity: line.quantity,
      barcodes: [],
      bundle_parent_sku: null,
      lot_information: null,
      action_requested: {
        action: line.action,
        action_type: line.action === "Default" ? "Inventory Default" : "Overriden by Merchant",
        instructions: null,
      },
      action_taken:
        grade === null
          ? []
          : [{ action: "Quarantine", action_reason: CONDITIONS[grade], image_url: null, quantity_processed: line.quantity }],
    })),
    invoice: { amount: held.gradedMs === null ? 0 : 3.1, currency_code: "USD" },
    transactions: held.gradedMs === null ? [] : [{ amount: 3.1, transaction_type: "Return to sender - Processing Fees" }],
    status_history: history,
  };
}

const printedOrNull = (ms: number | null): string | null => (ms === null ? null : printed(ms));
