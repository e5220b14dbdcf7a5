import { expect, test } from "vitest";
import { accountOf } from "./account.js";
import { isReceivingOpen, receivingEvents, toReceivingOrder } from "./to-receiving-order.js";

const ACCOUNT = accountOf([], {});
const ROW = {
  id: 55,
  purchase_order_number: "PO-5012",
  status: "Completed",
  insert_date: "2026-11-01T10:00:00Z",
  last_updated_date: "2026-11-06T15:00:00Z",
  expected_arrival_date: "2026-11-06T12:00:00Z",
  external_sync_timestamp: null,
  fulfillment_center: { id: 22, name: "Portland (ME)", city: "Portland" },
  inventory_quantities: [
    { inventory_id: 91, sku: "MUG", expected_quantity: 100, received_quantity: 88, stowed_quantity: 88 },
    { inventory_id: 92, sku: "VASE", expected_quantity: 10, received_quantity: 10, stowed_quantity: 10 },
  ],
  status_history: [
    { id: 1, status: "Awaiting", timestamp: "2026-11-01T10:00:00Z" },
    { id: 9, status: "PartiallyArrivedAtHub", timestamp: "2026-11-05T09:00:00Z" },
    { id: 2, status: "Processing", timestamp: "2026-11-06T14:00:00Z" },
    { id: 3, status: "Completed", timestamp: "2026-11-06T15:00:00Z" },
    { id: 77, status: "LaidAside", timestamp: "2026-11-06T16:00:00Z" },
  ],
};

test("goods by the buyer's own number, with what was announced and what came", () => {
  const order = toReceivingOrder(ROW);
  expect(order).toMatchObject({ id: "55", purchaseOrderNumber: "PO-5012", state: "completed", expectedOn: "2026-11-06", syncedAt: null });
  expect(order.lines[0]).toEqual({ itemId: "91", sku: "MUG", expected: 100, received: 88, stowed: 88 });
  expect(isReceivingOpen(order)).toBe(false);
  expect(isReceivingOpen(toReceivingOrder({ ...ROW, status: "Incomplete" }))).toBe(true);
});

test("each step is told with who can have done it, and what was missing when all was counted", () => {
  const events = receivingEvents(toReceivingOrder(ROW), ACCOUNT);
  expect(events.map(({ activity, actorKind }) => [activity, actorKind])).toEqual([
    ["announce goods", "unknown"],
    ["take in goods", "supplier"],
    ["count goods", "supplier"],
    ["stow goods", "supplier"],
    ["set laid aside", "supplier"],
  ]);
  expect(events[3]).toMatchObject({ caseType: "purchase_order", caseId: "PO-5012" });
  expect(events[3]?.details).toEqual([
    { name: "expected quantity", value: "110" },
    { name: "received quantity", value: "98" },
    { name: "differences", value: "MUG -12" },
  ]);
  expect(receivingEvents(toReceivingOrder({ ...ROW, purchase_order_number: "" }), ACCOUNT)[0]?.caseId).toBe("receiving:55");
});
