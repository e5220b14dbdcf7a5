import { expect, test } from "vitest";
import { experienceOf } from "#server/domain/automations/experience.ts";
import { daysPromised, keepsPromise, pricesOf, pricesTold } from "./prices.ts";

const DAY = 86_400_000;
const FROM_MS = Date.parse("2026-10-01T12:00:00Z");

const label = (service: string, costMinor: number | null, day: number, more: object = {}) => ({
  service,
  costMinor,
  createdAt: new Date(FROM_MS + day * DAY).toISOString(),
  voidedAt: null,
  isReturn: false,
  ...more,
});
const shipment = (labels: object[], more: object = {}) => ({
  id: "1",
  updatedAt: null,
  state: "shipped",
  requestedService: null,
  shipBy: null,
  carrier: null,
  service: null,
  weightGrams: 400,
  longestSideCm: null,
  valueMinor: null,
  region: "TX",
  country: "US",
  warehouseId: null,
  labels,
  ...more,
});
const parcel = { weightGrams: 430, region: "TX", country: "US" };
const history = (contents: object[]) => ({
  caseId: "shipment:2",
  events: [],
  records: [],
  related: [],
  linked: [],
  experience: experienceOf(contents.flatMap(pricesTold)),
});
const days = [0, 1, 2, 3, 4];

test("prices of parcels of one weight and destination, the cheapest first, by labels of the days before", () => {
  const told = days.map((day) => shipment([label("ups_ground", 900 + day, day), label("usps_ground_advantage", 500, day)]));
  expect(pricesOf(history(told), parcel, FROM_MS + 10 * DAY)).toEqual([
    { service: "usps_ground_advantage", costMinor: 500, knownAtMs: FROM_MS + 4 * DAY },
    { service: "ups_ground", costMinor: 902, knownAtMs: FROM_MS + 4 * DAY },
  ]);
  expect(pricesOf(history(told), { ...parcel, weightGrams: 460 }, FROM_MS + 10 * DAY)).toEqual([]);
  expect(pricesOf(history(told), { ...parcel, region: "ME" }, FROM_MS + 10 * DAY)).toEqual([]);
  expect(pricesOf(history(told), { ...parcel, weightGrams: null }, FROM_MS + 10 * DAY)).toEqual([]);
});

test("returns, labels without a price, and shipments that nobody weighed tell nothing; a voided label had its price", () => {
  const odd = days.flatMap((day) => [
    shipment([label("ups_ground", 900, day, { isReturn: true }), label("fedex_ground", null, day)]),
    shipment([label("ups_ground", 900, day)], { weightGrams: null }),
    { no: "shipment" },
  ]);
  expect(pricesOf(history(odd), parcel, FROM_MS + 10 * DAY)).toEqual([]);
  const voided = days.map((day) => shipment([label("ups_ground", 900, day, { voidedAt: new Date(FROM_MS + day * DAY).toISOString() })]));
  expect(pricesOf(history(voided), parcel, FROM_MS + 10 * DAY)).toHaveLength(1);
});

test.each([
  ["Express", 2],
  ["UPS 2-Day", 2],
  ["Overnight", 1],
  ["Priority", 3],
  ["Standard", null],
  ["12 Days of Shipping", null],
])("%s promises %s days", (words, promised) => {
  expect(daysPromised(words)).toBe(promised);
});

test("where nothing was promised every service keeps it; a service whose days nobody publishes keeps no promise", () => {
  expect(keepsPromise("ups_ground", "Standard")).toBe(true);
  expect(keepsPromise("ups_ground", null)).toBe(true);
  expect(keepsPromise("ups_2nd_day_air", "Express")).toBe(true);
  expect(keepsPromise("ups_ground", "Express")).toBe(false);
  expect(keepsPromise("own_van", "Express")).toBe(false);
});
