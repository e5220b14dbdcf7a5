import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { subscribeAll } from "#server/sandbox/vendors/shopify/webhooks.ts";
import { DEFAULT_CLIENT } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { startSandboxNango, type SandboxNango } from "./sandbox-nango.ts";

let world: SandboxNango;
let house: TestHouse;
let owner: Member;
let nangoConnectionId = "";
let address = "";

beforeAll(async () => {
  world = await startSandboxNango({ seed: "webhooks", days: 4, ordersPerDay: 80 });
  house = await openTestHouse({ settings: { nango: world.settings } });
  house.clock.now = new Date("2027-01-01T00:00:00Z");
  owner = await house.ownerOf("Harbour told");
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
  nangoConnectionId = await world.consent(sessionToken);
  await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
  await world.runSyncs(nangoConnectionId);
  await runJobs(house);
  const found = await world.harness.nango.getIntegration({ uniqueKey: "shopify" }, { include: ["webhook"] });
  address = "webhook_url" in found.data ? (found.data.webhook_url ?? "") : "";
  subscribeAll(world.shopify.subscriptions, address);
}, 240_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});
afterEach(() => {
  world.harness.hooks.length = 0;
  world.sandbox.faults.clear();
});

/** Lets the shop work on, and its webhooks go out; nothing else asks the shop for anything. */
async function workOn(hours: number): Promise<void> {
  world.sandbox.advance(world.sandbox.shop.state.nowMs + hours * 3_600_000);
  await world.shopify.webhooks.flush();
}

/** Takes what Nango has told the app, until it has nothing more to tell, as the app's door and worker would. */
async function takeHooks(): Promise<void> {
  for (let taken = 0; ;) {
    await world.harness.settled();
    if (taken === world.harness.hooks.length) return;
    for (; taken < world.harness.hooks.length; taken += 1) {
      const { raw, headers } = world.harness.hooks[taken]!;
      const plain = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)]));
      expect(await receiveWebhook(house.services, { rawBody: raw, headers: plain })).not.toBe("forged");
    }
    await runJobs(house);
  }
}

/** Entries of time lines, and acts on stock: each changes some levels. */
function eventsThere(): number {
  const { groups } = world.sandbox.departments.inventory.state;
  const acts = groups.reduce((sum, { changes }) => sum + new Set(changes.map(({ level }) => level)).size, 0);
  return world.sandbox.shop.state.events.length + acts;
}
const audited = async (): Promise<number> => (await owner.call((api) => api.audit.get({}))).audit?.eventCount ?? 0;

/** A line a model, with a digest of all rows. How many orders a customer has placed by now moves without the order's being changed. */
const holdings = () =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ line: string }>`
      select model || ' ' || count(*) || ' ' || md5(string_agg(record_id || (content - 'customerOrderCount')::text, ',' order by record_id)) as line
        from record_current group by model
      union all select 'events ' || count(*) || ' ' || md5(string_agg(concat_ws('|', event_id, activity, actor, ended_at, attributes), ',' order by event_id))
        from event order by line`.execute(tx);
    return rows.map(({ line }) => line);
  });

/** What a full look brings: syncs and sweep, as every five minutes. */
async function lookAtEverything(): Promise<void> {
  await world.runSyncs(nangoConnectionId);
  await sweepConnections(house.services, new AbortController().signal);
  await runJobs(house);
}

describe("a change in the shop", () => {
  test("is in the audit by the vendor's webhook alone: no sync runs, no sweep looks", async () => {
    const before = eventsThere();
    expect(await audited()).toBe(before);
    await workOn(5);
    expect(eventsThere()).toBeGreaterThan(before + 10);
    await takeHooks();
    expect(await audited()).toBe(eventsThere());
    expect(world.harness.hooks.some(({ body }) => body["type"] === "sync" && body["syncType"] === "WEBHOOK")).toBe(true);
    const told = await holdings();
    await lookAtEverything();
    expect(await holdings()).toEqual(told);
  });

  test("is passed on to the app as well, in Nango's envelope and with its signature, the vendor's headers beside it", async () => {
    await workOn(1);
    const forwarded = await world.harness.until(() => world.harness.hooks.find(({ body }) => body["type"] === "forward"));
    expect(forwarded.body).toMatchObject({
      from: "shopify",
      connectionId: nangoConnectionId,
      providerConfigKey: "shopify",
      payload: expect.any(Object),
    });
    expect(forwarded.headers["x-shopify-topic"]).toEqual(expect.any(String));
    expect(world.harness.nango.verifyIncomingWebhookRequest(forwarded.raw, forwarded.headers)).toBe(true);
    await takeHooks();
  });
});

test("webhooks that are doubled, shuffled, late, lost or forged leave the same rows as none at all", { timeout: 300_000 }, async () => {
  const { faults } = world.sandbox;
  faults.set({ kind: "webhook duplicated", times: 20, copies: 3 });
  faults.set({ kind: "webhooks shuffled", times: 1 });
  faults.set({ kind: "webhook lost", times: 15 });
  faults.set({ kind: "webhook delayed", times: 15 });
  faults.set({ kind: "webhook forged", times: 15 });
  await workOn(6);
  await takeHooks();
  await workOn(2); // Brings what was delayed: old payloads of orders that have changed since.
  await takeHooks();
  await lookAtEverything();
  const told = await holdings();
  expect(await audited()).toBe(eventsThere());

  // Another look from the beginning finds nothing to add or to change.
  for (const sync of ["orders", "order-events", "fulfilment-orders", "returns", "stock"])
    await world.harness.runSync("shopify", sync, nangoConnectionId, { reset: true });
  await sweepConnections(house.services, new AbortController().signal);
  await runJobs(house);
  expect(await holdings()).toEqual(told);
});

describe("the address for vendors' webhooks", () => {
  const order = () => JSON.stringify({ admin_graphql_api_id: `gid://shopify/Order/${world.sandbox.shop.state.orders.at(-1)?.number}` });
  const send = (body: string, { signed = body, to = address }: { signed?: string; to?: string } = {}) =>
    fetch(to, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-shopify-topic": "orders/updated",
        "x-shopify-shop-domain": "harbour-and-pine.myshopify.com",
        "x-shopify-hmac-sha256": createHmac("sha256", DEFAULT_CLIENT.clientSecret).update(signed).digest("base64"),
      },
    });

  test("takes what the vendor signed, byte for byte, and refuses the same words written otherwise", async () => {
    const body = order();
    expect((await send(body)).status).toBe(200);
    expect((await send(body.replace(":", ": "), { signed: body })).status).toBe(401);
    const forged = await send(body, { signed: `${body} ` });
    expect([forged.status, await forged.json()]).toMatchObject([401, { error: { code: "webhook_invalid_signature" } }]);
    await takeHooks();
    expect(world.harness.hooks.filter(({ body: told }) => told["type"] === "forward")).toHaveLength(1);
  });

  test("is nobody's address with another key or another environment; a provider without routing is answered with 204", async () => {
    const to = (change: (url: string) => string) => send(order(), { to: change(address) });
    expect((await to((url) => url.replace(/shopify$/, "shop"))).status).toBe(404);
    expect((await to((url) => url.replace(/webhook\/[^/]+/, "webhook/00000000-0000-4000-8000-000000000000"))).status).toBe(404);
    expect((await to((url) => url.replace(/shopify$/, "zendesk"))).status).toBe(204);
    await takeHooks();
    expect(world.harness.hooks).toEqual([]);
  });
});
