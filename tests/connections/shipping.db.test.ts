import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SHIPSTATION_KEY } from "#server/sandbox/vendors/shipstation/account.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { startSandboxNango, type SandboxNango } from "./sandbox-nango.ts";

// A shop of its own, on a seed that nothing else uses.
const SHOP = {
  seed: "packing-unseen",
  days: 8,
  ordersPerDay: 150,
  profile: "typical",
  untilMs: Date.parse("2026-11-03T05:00:00Z"),
} as const;
const CREDENTIALS = { username: SHIPSTATION_KEY.key, password: SHIPSTATION_KEY.secret };

let world: SandboxNango;
let house: TestHouse;
let owner: Member;
let connectionId = "";
let nangoConnectionId = "";

beforeAll(async () => {
  world = await startSandboxNango(SHOP);
  house = await openTestHouse({ settings: { nango: world.settings } });
  owner = await house.ownerOf("Packing tables");
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shipstation" }));
  nangoConnectionId = await world.enter(sessionToken, "shipstation", CREDENTIALS);
  ({ connectionId } = await owner.call((api) => api.connections.confirm({ integration: "shipstation", nangoConnectionId })));
  await sync();
}, 400_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});

async function sync(): Promise<void> {
  await world.runSyncs(nangoConnectionId, "shipstation");
  await sweepConnections(house.services, new AbortController().signal);
  await runJobs(house);
}

const shipmentsHere = () =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ id: string; state: string; service: string | null; labels: number; voided: number }>`
      select content->>'id' as id, content->>'state' as state, content->>'service' as service,
        jsonb_array_length(content->'labels') as labels,
        (select count(*)::int from jsonb_array_elements(content->'labels') label where label->>'voidedAt' is not null) as voided
      from record_current where model = 'Shipment' and deleted_at is null order by 1`.execute(tx);
    return rows;
  });
const shipmentsThere = () =>
  world.sandbox.departments.shipping.state.parcels.map(({ id, status, service, labels }) => ({
    id: String(id),
    state: status,
    service,
    labels: labels.length,
    voided: labels.filter(({ voidedMs }) => voidedMs !== null).length,
  }));

const eventsHere = () =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ id: string; activity: string; kind: string }>`
      select event_id as id, activity, recorded_kind as kind from event where workflow = 'carrier-choice' order by 1`.execute(tx);
    return rows;
  });

describe("connecting the sandbox's shipping system by key and secret", () => {
  test("a wrong secret connects nothing, and the person is told", async () => {
    const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shipstation" }));
    const wrong = { ...CREDENTIALS, password: "0".repeat(32) };
    await expect(world.enter(sessionToken, "shipstation", wrong)).rejects.toMatchObject({ type: "connection_test_failed" });
  });

  test("brings every shipment with its labels as it stands there, and says what was found out", async () => {
    expect(shipmentsThere().length).toBeGreaterThan(800);
    expect(await shipmentsHere()).toEqual(shipmentsThere());
    const details = await owner.call((api) => api.connections.get({ connectionId }));
    expect(details).toMatchObject({ state: "active", name: "Harbour & Pine, demo packing tables", problem: null });
    expect(details.scopes.map(({ scope, granted }) => [scope, granted])).toEqual([
      ["api_key", true],
      ["label_users", true],
    ]);
    const metadata = await world.harness.nango.getMetadata<Record<string, unknown>>("shipstation", nangoConnectionId);
    expect(metadata).toMatchObject({
      carriers: "fedex_walleted,stamps_com,ups_walleted",
      users: 3,
      labelUsers: expect.stringMatching(/none:\d+/),
      unlistedLabelUsers: 0,
      timeZone: "America/Los_Angeles",
    });
  });

  test("fills the audit with carrier choice: packers' labels and batches are touches, programs' labels are none, voids name nobody", async () => {
    const { labels } = world.sandbox.departments.shipping.state;
    const alone = labels.filter(({ by, batch }) => by.kind === "packer" && batch === null).length;
    const batches = new Set(labels.flatMap(({ batch }) => batch ?? [])).size;
    const events = await eventsHere();
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    expect(count("person")).toBe(alone + batches);
    expect(count("app")).toBe(labels.filter(({ by }) => by.kind === "app").length);
    expect(count("unknown")).toBe(labels.filter(({ voidedMs }) => voidedMs !== null).length);
    const { audit } = await owner.call((api) => api.audit.get({}));
    expect(audit?.eventCount).toBe(events.length);
    expect(audit?.report.workflows.map(({ workflow, touches }) => [workflow, touches])).toEqual([["carrier-choice", alone + batches]]);
  });

  test("goes on where it stopped: orders imported from now on tell who chose their service", { timeout: 120_000 }, async () => {
    for (let quarter = 0; quarter < 40; quarter += 1) {
      world.sandbox.advance(world.sandbox.shop.state.nowMs + 15 * 60_000);
      // Read often enough to see an order before its label, and no oftener.
      if (quarter % 2 === 1) await world.runSyncs(nangoConnectionId, "shipstation");
    }
    await sync();
    expect(await shipmentsHere()).toEqual(shipmentsThere());
    const events = await eventsHere();
    const of = (activity: string) => events.filter((event) => event.activity === activity).length;
    expect(of("set service")).toBeGreaterThan(20);
    expect(of("keep service") + of("change service")).toBeGreaterThan(10);
    await sync();
    expect(await eventsHere()).toEqual(events);
  });

  test("limits, server errors and half a page cost time and no label; hostile text stays text", { timeout: 120_000 }, async () => {
    const { faults } = world.sandbox;
    world.sandbox.advance(world.sandbox.shop.state.nowMs + 12 * 3_600_000);
    faults.set({ kind: "http 429", times: 1, retryAfter: "0" });
    faults.set({ kind: "http 5xx", times: 1, status: 503 });
    faults.set({ kind: "short page", times: 1 });
    faults.set({ kind: "hostile text", times: 1 });
    await sync();
    await sync();
    expect(faults.report().pending).toEqual([]);
    expect(await shipmentsHere()).toEqual(shipmentsThere());
  });
});
