import { expect, test } from "vitest";
import { accountOf } from "./account.js";
import { shipmentEvent, shipmentRows, toPartnerShipment } from "./to-partner-shipment.js";
import type { PartnerShipment } from "../records/partner-shipment.js";

const CHANNELS = [
  { id: "1", name: "Our token", application_name: "SMA", scopes: ["orders_write"] },
  { id: "2", name: "Mugs & More", application_name: "Shopify", scopes: [] },
];
const ACCOUNT = accountOf(CHANNELS, {});
const SHIPMENT = {
  id: 88001,
  order_id: 7001,
  reference_id: "5600000001001",
  created_date: "2026-11-01T10:00:00.0000000+00:00",
  last_update_at: "2026-11-01T12:30:00Z",
  status: "OnHold",
  status_details: [{ id: 401, name: "InvalidAddress", inventory_id: null, extra_information: { validation_messages: ["no such street"] } }],
  location: { id: 22, name: "Portland (ME)" },
  ship_option: "Standard",
  tracking: null,
  estimated_fulfillment_date: null,
  actual_fulfillment_date: null,
  products: [{ id: 1, sku: "MUG", reference_id: "MUG", inventory_items: [{ id: 91, quantity: 2, quantity_committed: 1 }] }],
};
const ORDER = { id: 7001, reference_id: "5600000001001", order_number: "#1001", channel: { id: 2, name: "Mugs & More" } };

const read = (change: object = {}, order: object = ORDER): PartnerShipment =>
  toPartnerShipment({ shipment: { ...SHIPMENT, ...change }, order });
const event = (stored: PartnerShipment | undefined, now: PartnerShipment, account = ACCOUNT) => {
  const told = shipmentEvent(stored, now, account);
  return told && [told.activity, told.actorKind, told.endedAt];
};

test("a shipment with its order's number, its reasons and its units", () => {
  expect(read()).toMatchObject({
    id: "88001",
    orderId: "7001",
    orderReference: "5600000001001",
    orderNumber: "#1001",
    channelId: "2",
    updatedAt: "2026-11-01T12:30:00.000Z",
    state: "on_hold",
    standstills: [{ code: "401", name: "invalid_address", messages: ["no such street"] }],
    lines: [{ itemId: "91", sku: "MUG", quantity: 2, committed: 1 }],
  });
  expect(read({ last_update_at: null }).updatedAt).toBe("2026-11-01T10:00:00.000Z");
  expect(() => read({ created_date: null })).toThrow("created_date");
  expect(shipmentRows({ id: 7001, shipments: [SHIPMENT] }).map(({ id }) => id)).toEqual(["88001"]);
  expect(shipmentRows({ id: 7001, shipments: null })).toEqual([]);
});

test("a hold that ShipBob's own checks found is a rule's; one without a reason was placed by somebody whom nobody names", () => {
  expect(event(undefined, read())).toEqual(["hold shipment", "rule", "2026-11-01T12:30:00.000Z"]);
  expect(event(undefined, read({ status_details: [] }))).toEqual(["hold shipment", "unknown", "2026-11-01T12:30:00.000Z"]);
  const both = [...SHIPMENT.status_details, { id: 407, name: "MerchantHold" }];
  expect(event(undefined, read({ status_details: both }))?.[1]).toBe("unknown");
});

test("a change of state is told once, and only when there is one", () => {
  const held = read();
  const later = { last_update_at: "2026-11-02T09:00:00Z" };
  expect(event(held, read(later))).toBeNull();
  expect(event(held, read({ ...later, status: "Exception" }))).toBeNull();
  expect(event(held, read({ ...later, status: "Processing" }))).toEqual(["release shipment", "unknown", "2026-11-02T09:00:00.000Z"]);
  expect(event(undefined, read({ status: "Processing" }))).toBeNull();
  const out = read({ status: "Exception", status_details: [{ id: 303, name: "OutOfStock" }] });
  expect(event(out, read({ ...later, status: "Processing" }))?.[1]).toBe("rule");
  expect(event(held, read({ ...later, status: "Cancelled" }))).toEqual(["cancel shipment", "unknown", "2026-11-02T09:00:00.000Z"]);
});

test("what left was sent by the partner's staff, at the time of packing", () => {
  const sent = read({ status: "Completed", actual_fulfillment_date: "2026-11-02T08:15:00Z", last_update_at: "2026-11-02T11:00:00Z" });
  expect(event(undefined, sent)).toEqual(["ship order", "supplier", "2026-11-02T08:15:00.000Z"]);
  expect(event(sent, sent)).toBeNull();
});

test("the case is the shop's own order where the channel is a Shopify shop's, and what was said of it otherwise", () => {
  expect(shipmentEvent(undefined, read(), ACCOUNT)?.caseId).toBe("gid://shopify/Order/5600000001001");
  const elsewhere = read({}, { ...ORDER, channel: { id: 1, name: "Our token" } });
  expect(shipmentEvent(undefined, elsewhere, ACCOUNT)?.caseId).toBe("5600000001001");
  expect(shipmentEvent(undefined, read({ reference_id: "B2B-7" }), ACCOUNT)?.caseId).toBe("B2B-7");
  const told = accountOf(CHANNELS, { orderCase: "order-{reference}" });
  expect(shipmentEvent(undefined, elsewhere, told)?.caseId).toBe("order-5600000001001");
  expect(shipmentEvent(undefined, read({ reference_id: null }, { ...ORDER, reference_id: null }), ACCOUNT)).toBeNull();
});

test("what we noted as our own is ours for ten minutes, and somebody else's after that", () => {
  const at = Date.parse("2026-11-02T09:00:00Z");
  const account = accountOf(CHANNELS, { ownActs: `shipment:7@1,shipment:88001@${at - 60_000}` });
  const released = (minutes: number) => read({ status: "Processing", last_update_at: new Date(at + minutes * 60_000).toISOString() });
  expect(event(read(), released(0), account)?.[1]).toBe("app");
  expect(event(read(), released(30), account)?.[1]).toBe("unknown");
});
