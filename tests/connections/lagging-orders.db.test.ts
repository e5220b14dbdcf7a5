import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "#db/test-database.ts";
import type { ConnectedShop } from "#tests/connected-shop.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { auditedShop } from "#tests/truth/audited-shop.ts";

const DAY_MS = 86_400_000;
let opened: ConnectedShop;

beforeAll(async () => {
  const shop = { seed: "lagging", days: 45, ordersPerDay: 40, untilMs: Date.UTC(2026, 9, 20, 4) };
  opened = await auditedShop(
    { house: await testDatabase(), nango: await testDatabase() },
    { shop, scopes: "full", vendors: ["shopify", "shipstation"] },
  );
}, 400_000);
afterAll(() => opened.close());

const alarms = () => opened.owner.call((api) => api.audit.alarms({}));

/** The shop goes on for some days, and of its systems only these are read. */
async function goOn(days: number, vendors: readonly ("shopify" | "shipstation")[]): Promise<void> {
  const syncs = { shopify: ["orders", "order-events"], shipstation: ["shipments"] };
  opened.house.clock.advance(days * DAY_MS);
  opened.sandbox.advance(opened.house.clock.now.getTime());
  await opened.sync(Object.fromEntries(vendors.map((vendor) => [vendor, syncs[vendor]])));
  await runJobs(opened.house);
}

test("no alarm is raised by a history that came in, nor while the store's orders lag weeks behind what the packing tables tell, nor when they come in after all", async () => {
  expect(await alarms()).toEqual([]);
  await goOn(24, ["shipstation"]);
  const touches = (await opened.owner.call((api) => api.audit.get({}))).audit?.report.total.touches ?? 0;
  expect(await alarms()).toEqual([]);
  await goOn(1, ["shopify", "shipstation"]);
  expect((await opened.owner.call((api) => api.audit.get({}))).audit?.report.total.touches).toBeGreaterThan(touches);
  expect(await alarms()).toEqual([]);
}, 400_000);
