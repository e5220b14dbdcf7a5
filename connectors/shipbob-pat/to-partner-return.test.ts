import { expect, test } from "vitest";
import { accountOf } from "./account.js";
import { isReturnOpen, returnEvents, toPartnerReturn } from "./to-partner-return.js";

const ACCOUNT = accountOf([{ id: "2", application_name: "Shopify" }], {});
const RETURN = {
  id: 3001,
  reference_id: "21000001",
  store_order_id: "5600000001001",
  original_shipment_id: 88001,
  return_type: "Regular",
  status: "Completed",
  insert_date: "2026-11-01T10:00:00Z",
  completed_date: "2026-11-05T10:00:00Z",
  fulfillment_center: { id: 22, name: "Portland (ME)" },
  tracking_number: "9202",
  inventory: [
    {
      id: 91,
      sku: "MUG",
      quantity: 2,
      action_requested: { action: "Quarantine", action_type: "Overriden by Merchant" },
      action_taken: [{ action: "Quarantine", action_reason: "Damaged", quantity_processed: 2 }],
    },
  ],
  status_history: [
    { status: "Completed", timestamp: "2026-11-05T10:00:00Z" },
    { status: "Awaiting Arrival", timestamp: "2026-11-01T10:00:00Z" },
    { status: "Arrived", timestamp: "2026-11-04T09:00:00Z" },
  ],
};

test("a return with what was asked and what was done, and its history with the oldest first", () => {
  const record = toPartnerReturn(RETURN);
  expect(record).toMatchObject({
    reference: "21000001",
    orderReference: "5600000001001",
    shipmentId: "88001",
    state: "completed",
    lines: [
      {
        sku: "MUG",
        requested: "quarantine",
        requestedBy: "overriden_by_merchant",
        taken: [{ action: "quarantine", reason: "Damaged", quantity: 2 }],
      },
    ],
  });
  expect(record.history.map(({ state }) => state)).toEqual(["awaiting_arrival", "arrived", "completed"]);
  expect(isReturnOpen(record)).toBe(false);
  expect(isReturnOpen(toPartnerReturn({ ...RETURN, status: "Arrived" }))).toBe(true);
});

test("where there is no history the dates tell", () => {
  const { history } = toPartnerReturn({ ...RETURN, status_history: [], arrived_date: "2026-11-04T09:00:00Z" });
  expect(history.map(({ state }) => state)).toEqual(["awaiting_arrival", "arrived", "completed"]);
});

test("the warehouse's work is its staff's, the announcement names nobody, and all of it belongs to the shop's return", () => {
  const events = returnEvents(toPartnerReturn(RETURN), ACCOUNT);
  expect(events.map(({ activity, actorKind }) => [activity, actorKind])).toEqual([
    ["announce return", "unknown"],
    ["receive return", "supplier"],
    ["settle goods", "supplier"],
  ]);
  expect(new Set(events.map(({ caseId }) => caseId))).toEqual(new Set(["gid://shopify/Return/21000001"]));
  expect(events[2]?.objects).toContainEqual({ type: "order", id: "gid://shopify/Order/5600000001001" });
  expect(events[2]?.details).toEqual([
    { name: "action taken", value: "quarantine" },
    { name: "condition", value: "Damaged" },
  ]);
});

test("a return that we announced is ours, and one without a reference stands for itself", () => {
  const ours = accountOf([], { ownActs: `return:R-9@${Date.parse(RETURN.insert_date)}` });
  expect(returnEvents(toPartnerReturn({ ...RETURN, reference_id: "R-9" }), ours)[0]).toMatchObject({ actorKind: "app", caseId: "R-9" });
  expect(returnEvents(toPartnerReturn({ ...RETURN, reference_id: null }), ACCOUNT)[0]?.caseId).toBe("partner-return:3001");
});
