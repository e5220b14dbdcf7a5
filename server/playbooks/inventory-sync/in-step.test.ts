import { expect, test } from "vitest";
import { stockStanding } from "#server/domain/stock/standing.ts";
import { converges } from "./in-step.ts";

const HOUR_MS = 3_600_000;
const at = (hour: number): string => new Date(hour * HOUR_MS).toISOString();
const difference = (number: number, change: object) => ({
  id: `gid://stockline/Difference/${number}`,
  levelId: "4501:91000001",
  itemId: "gid://shopify/InventoryItem/4501",
  locationId: "gid://shopify/Location/91000001",
  sku: "HP-LIN-02",
  channel: "Shop app",
  state: "found",
  unitsApart: 7,
  direction: "above",
  ledgerQuantity: 113,
  channelQuantity: 120,
  countedQuantity: null,
  foundAt: at(10),
  settledAt: null,
  stoppedAt: null,
  ...change,
});
const standing = (cases: object[], hour = 100) =>
  stockStanding(converges.read(cases), { atMs: hour * HOUR_MS, sinceMs: 0, tolerance: converges.tolerance });

test("an item is apart on a channel from when a difference is found until it is settled", () => {
  const settled = difference(1, { state: "settled", settledAt: at(12) });
  const open = difference(2, { foundAt: at(50), ledgerQuantity: 90, channelQuantity: 88 });
  expect(standing([open, settled]).apart).toEqual([
    { item: "HP-LIN-02", channel: "Shop app", quantity: 88, target: 90, sinceMs: 50 * HOUR_MS },
  ]);
  expect(standing([open, settled]).closed).toEqual({ count: 1, medianMs: 2 * HOUR_MS, longestMs: 2 * HOUR_MS });
  expect(standing([settled])).toMatchObject({ count: 1, atTarget: 1, apart: [] });
});

test("each item on each channel stands once, with what its newest difference waits for", () => {
  const found = converges.read([
    difference(1, { state: "settled", settledAt: at(12) }),
    difference(2, { foundAt: at(50), state: "recount_asked" }),
    difference(3, { levelId: "4501:91000002", channel: "Point of Sale" }),
  ]);
  expect(found.map(({ channel, waitsFor }) => [channel, waitsFor])).toEqual([
    ["Shop app", "the warehouse's count"],
    ["Point of Sale", "a decision"],
  ]);
});

test("where selling was stopped nothing is at its target, and nothing apart from it", () => {
  expect(standing([difference(1, { state: "stopped", stoppedAt: at(12) })])).toMatchObject({ atTarget: 0, unknown: 1, apart: [] });
});

test("a copy that is none of a difference is passed over", () => {
  expect(converges.read([{}, null, difference(1, { unitsApart: 0 })])).toEqual([]);
});
