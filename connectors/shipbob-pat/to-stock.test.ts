import { expect, test } from "vitest";
import { levelRows, toInventoryLevel, toStockEvent, toWarehouse } from "./to-stock.js";

test("an item's balances, place by place", () => {
  const places = [
    {
      location_id: 22,
      name: "Portland (ME)",
      on_hand_quantity: 40,
      committed_quantity: 5,
      fulfillable_quantity: 35,
      awaiting_quantity: 100,
    },
    { location_id: 31, on_hand_quantity: 0 },
  ];
  const rows = levelRows({ inventory_id: 91, sku: "MUG", locations: places });
  expect(rows.map(({ id }) => id)).toEqual(["91:22", "91:31"]);
  expect(rows.map(toInventoryLevel)).toMatchObject([
    {
      id: "91:22",
      itemId: "91",
      sku: "MUG",
      locationId: "22",
      locationName: "Portland (ME)",
      onHand: 40,
      available: 35,
      committed: 5,
      incoming: 100,
      backordered: null,
    },
    {
      id: "91:31",
      itemId: "91",
      sku: "MUG",
      locationId: "31",
      onHand: 0,
      available: null,
      committed: null,
      incoming: null,
      backordered: null,
    },
  ]);
  expect(() => rows.map(({ item }) => toInventoryLevel({ item, location: { location_id: 22 } }))).toThrow("on_hand_quantity");
});

test("a movement of stock is the staff's work, in UTC though no zone is printed, and linked to what it was of", () => {
  const row = {
    inventory_audit_event_id: 81550123,
    inventory_id: 91,
    event_category: "ReceivingStow",
    event_datetime: "2026-11-06T15:06:22.4716033",
    merchant_user_id: 226071,
    increment: { quantity_change: 88, sku: "MUG", lot_number: null },
    decrement: null,
    additional_reference: [{ key: "WroId", value: "55" }, { key: "Dock", value: null }], // prettier-ignore
  };
  expect(toStockEvent(row)).toMatchObject({
    id: "stock:81550123",
    caseType: "sku",
    caseId: "91",
    activity: "stow stock",
    endedAt: "2026-11-06T15:06:22.471Z",
    actorKind: "supplier",
    actorId: null,
    grade: "C",
    objects: [
      { type: "sku", id: "91" },
      { type: "receiving_order", id: "55" },
    ],
    details: [
      { name: "sku", value: "MUG" },
      { name: "quantity change", value: "88" },
    ],
  });
  const taken = { ...row, event_category: "CycleCounted", increment: null, decrement: { quantity_change: -3, sku: "MUG" } };
  expect(toStockEvent(taken)).toMatchObject({ activity: "cycle counted", details: [{ value: "MUG" }, { value: "-3" }] });
});

test("a fulfilment centre, by its number where it has no name", () => {
  expect(toWarehouse({ id: 22, name: "Portland (ME)", state: "ME", country: "US", zip_code: "04101" })).toEqual({
    id: "22",
    name: "Portland (ME)",
    region: "ME",
    country: "US",
    postcode: "04101",
  });
  expect(toWarehouse({ id: 23 }).name).toBe("23");
});
