import { expect, test } from "vitest";
import { stockStanding, type ItemChannel } from "./standing.ts";

const MINUTE_MS = 60_000;
const readings = (...told: [minute: number, value: number | null][]) =>
  told.map(([minute, value]) => ({ atMs: minute * MINUTE_MS, value }));
const shirt = (channel: string, targets: [number, number | null][], quantities: [number, number | null][]): ItemChannel => ({
  item: "shirt",
  channel,
  targets: readings(...targets),
  quantities: readings(...quantities),
});
const asked = { atMs: 100 * MINUTE_MS, sinceMs: 0, tolerance: 0 };

test("an item-channel stands, or is apart since the change that parted it, or is not known", () => {
  const found = stockStanding(
    [
      shirt("store", [[0, 10], [20, 8]], [[1, 10], [25, 8]]), // prettier-ignore
      shirt("market", [[0, 10], [30, 8]], [[1, 10], [40, 9]]), // prettier-ignore
      shirt("outlet", [[0, null]], [[1, 10]]),
    ],
    asked,
  );
  expect(found).toMatchObject({ count: 3, atTarget: 1, unknown: 1 });
  expect(found.apart).toEqual([{ item: "shirt", channel: "market", quantity: 9, target: 8, sinceMs: 30 * MINUTE_MS }]);
});

test("closed gaps are counted with the middle and the longest of them", () => {
  const { closed } = stockStanding(
    [
      shirt("store", [[0, 10], [20, 8], [50, 6]], [[0, 10], [25, 8], [65, 6]]), // prettier-ignore
    ],
    asked,
  );
  expect(closed).toEqual({ count: 2, medianMs: 5 * MINUTE_MS, longestMs: 15 * MINUTE_MS });
});

test("what changes on both sides at one moment was never apart, and a gap that was lost sight of was not closed", () => {
  const both = shirt("store", [[0, 10], [20, 8]], [[0, 10], [20, 8]]); // prettier-ignore
  const lost = shirt("market", [[0, 10], [20, null], [30, 4]], [[0, 4]]); // prettier-ignore
  expect(stockStanding([both, lost], asked)).toMatchObject({ atTarget: 2, closed: { count: 0, longestMs: null } });
});

test("of several apart the one apart for longest comes first, and readings after the moment do not count", () => {
  const all = [shirt("store", [[0, 10], [30, 8]], [[0, 10], [200, 8]]), shirt("market", [[0, 10], [20, 8]], [[0, 10]])]; // prettier-ignore
  expect(stockStanding(all, asked).apart.map(({ channel }) => channel)).toEqual(["market", "store"]);
});

test("within the tolerance below its target a channel stands; above it, it never does", () => {
  const all = [shirt("store", [[0, 10]], [[0, 8]]), shirt("market", [[0, 10]], [[0, 11]])];
  expect(stockStanding(all, { ...asked, tolerance: 2 })).toMatchObject({ atTarget: 1, apart: [{ channel: "market" }] });
});
