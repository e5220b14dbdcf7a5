import { expect, test } from "vitest";
import type { Shipment } from "../records/shipment.js";
import { markBulk } from "./mark-bulk.js";
import { LabelRow, OrderRow, toLabel, toShipment, withLabel } from "./to-shipment.js";

const aRow = (more: Record<string, unknown> = {}) =>
  OrderRow.parse({
    orderId: 94113592,
    orderNumber: "#1001",
    orderKey: "5551001",
    createDate: "2026-07-01T08:46:27.0000000",
    modifyDate: "2026-07-01T08:47:27.5000000",
    orderStatus: "awaiting_shipment",
    requestedShippingService: "",
    carrierCode: "stamps_com",
    serviceCode: "usps_priority_mail",
    orderTotal: 19.99,
    weight: { value: 0, units: "ounces" },
    shipTo: { state: "TX", country: "US", name: "A customer" },
    tagIds: [40, 12],
    ...more,
  });
const first = (more: Record<string, unknown> = {}, isBackfill = false) => toShipment(aRow(more), { stored: undefined, isBackfill });

test("an order: Pacific time in UTC, amounts in hundredths, nothing of the customer but the region", () => {
  expect(first()).toEqual({
    id: "94113592",
    orderNumber: "#1001",
    orderKey: "5551001",
    createdAt: "2026-07-01T15:46:27.000Z",
    updatedAt: "2026-07-01T15:47:27.000Z",
    state: "awaiting_shipment",
    heldUntil: null,
    shipBy: null,
    requestedService: null,
    carrier: "stamps_com",
    service: "usps_priority_mail",
    weightGrams: null,
    longestSideCm: null,
    valueMinor: 1999,
    region: "TX",
    country: "US",
    warehouseId: null,
    assigneeId: null,
    tagIds: ["12", "40"],
    atFirstSight: { carrier: "stamps_com", service: "usps_priority_mail", secondsAfterImport: 60 },
    setInBulk: null,
    labels: [],
  });
});

test("the longest side in centimetres, and none where nobody has measured; the day by which it has to leave", () => {
  const measured = { units: "inches", length: 12, width: 20, height: 4 };
  expect(first({ dimensions: measured, shipByDate: "2026-07-03T00:00:00.0000000" })).toMatchObject({
    longestSideCm: 50.8,
    shipBy: "2026-07-03",
  });
  expect(first({ dimensions: { ...measured, length: 0, width: 0, height: 0 } }).longestSideCm).toBeNull();
});

test("in winter the same clock is eight hours behind", () => {
  expect(first({ createDate: "2026-12-01T08:00:00.0000000" }).createdAt).toBe("2026-12-01T16:00:00.000Z");
});

test("the first sight is kept whatever comes later, and is none for what was shipped by then", () => {
  const stored = first();
  const later = toShipment(aRow({ serviceCode: "ups_ground", orderStatus: "shipped" }), { stored, isBackfill: false });
  expect(later).toMatchObject({ service: "ups_ground", state: "shipped", atFirstSight: { service: "usps_priority_mail" } });
  expect(first({ orderStatus: "shipped" }).atFirstSight).toBeNull();
});

test("in a first run only an order that nobody has changed since its import tells who chose", () => {
  expect(first({}, true).atFirstSight).not.toBeNull();
  const late = { modifyDate: "2026-07-01T09:46:27.0000000" };
  expect(first(late, true).atFirstSight).toBeNull();
  expect(first(late, false).atFirstSight).toMatchObject({ secondsAfterImport: 3600 });
});

test("a row without a time, or with one of another form, cannot be read", () => {
  expect(() => aRow({ createDate: null })).toThrow(/createDate/);
  expect(() => first({ modifyDate: "yesterday" })).toThrow(/yesterday/);
});

const labelRow = (more: Record<string, unknown> = {}) =>
  LabelRow.parse({
    shipmentId: 33974374,
    orderId: 94113592,
    userId: "",
    createDate: "2026-07-01T12:00:00.0000000",
    shipmentCost: 9.05,
    batchNumber: "",
    carrierCode: "ups",
    serviceCode: "ups_ground",
    voided: false,
    voidDate: null,
    ...more,
  });

test("a label: empty texts are null, a float is the hundredths that it stands for", () => {
  expect(toLabel(labelRow())).toEqual({
    id: "33974374",
    carrier: "ups",
    service: "ups_ground",
    packageType: null,
    costMinor: 905,
    createdAt: "2026-07-01T19:00:00.000Z",
    voidedAt: null,
    isReturn: false,
    batch: null,
    userId: null,
  });
  expect(toLabel(labelRow({ voided: true, voidDate: "2026-07-01T13:00:00.0000000" })).voidedAt).toBe("2026-07-01T20:00:00.000Z");
});

test("a label read again takes the place of what was known of it, oldest first", () => {
  const [old, young] = [toLabel(labelRow()), toLabel(labelRow({ shipmentId: 33974380, createDate: "2026-07-01T12:30:00.0000000" }))];
  const shipment = withLabel(withLabel(first(), young), old);
  expect(shipment.labels.map(({ id }) => id)).toEqual(["33974374", "33974380"]);
  const voided = toLabel(labelRow({ voided: true, voidDate: "2026-07-01T13:00:00.0000000" }));
  expect(withLabel(shipment, voided).labels.map(({ voidedAt }) => voidedAt !== null)).toEqual([true, false]);
});

test("five orders that get another service in one second are marked, four are not, nor is what was shipped", () => {
  const orders = (count: number, more: Record<string, unknown>) =>
    Array.from({ length: count }, (_, index) => first({ orderId: index + 1, ...more }));
  const byId = (all: readonly Shipment[]) => new Map(all.map((one) => [one.id, one]));
  const changed = { serviceCode: "fedex_ground", modifyDate: "2026-07-01T11:00:00.0000000" };
  const marks = (count: number, more = {}) =>
    markBulk(orders(count, { ...changed, ...more }), byId(orders(count, {}))).map(({ setInBulk }) => setInBulk);
  expect(marks(5)).toEqual(Array.from({ length: 5 }, () => "fedex_ground"));
  expect(marks(4)).toEqual([null, null, null, null]);
  expect(marks(6, { orderStatus: "shipped" })).toEqual([null, null, null, null, null, null]);
});
