import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { KEY_OWNER, SHIPSTATION_KEY } from "#server/sandbox/vendors/shipstation/account.ts";
import { userIdOf } from "#server/sandbox/vendors/shipstation/shapes.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { startSandboxNango, type SandboxNango } from "./sandbox-nango.ts";

// A shop of its own, on a seed that nothing else uses.
const SHOP = {
  seed: "packing-unseen",
  days: 5,
  ordersPerDay: 130,
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
  house.clock.now = new Date(world.sandbox.shop.state.nowMs);
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
    expect(shipmentsThere().length).toBeGreaterThan(500);
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
      users: 4,
      labelUsers: expect.stringMatching(/none:\d+/),
      unlistedLabelUsers: 0,
      timeZone: "America/Los_Angeles",
    });
  });

  test("fills the audit with carrier choice: packers' labels and batches are touches, programs' labels are none, voids are a person's and name nobody", async () => {
    const { labels } = world.sandbox.departments.shipping.state;
    const alone = labels.filter(({ by, batch }) => by.kind === "packer" && batch === null).length;
    const batches = new Set(labels.flatMap(({ batch }) => batch ?? [])).size;
    const events = await eventsHere();
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    const voids = labels.filter(({ voidedMs }) => voidedMs !== null).length;
    expect(voids).toBeGreaterThan(0);
    expect(count("person")).toBe(alone + batches + voids);
    expect(count("app")).toBe(labels.filter(({ by }) => by.kind === "app").length);
    expect(count("unknown")).toBe(0);
    const { audit } = await owner.call((api) => api.audit.get({}));
    expect(audit?.eventCount).toBe(events.length);
    expect(audit?.report.workflows.map(({ workflow, touches }) => [workflow, touches])).toEqual([
      ["carrier-choice", alone + batches + voids],
    ]);
    const { events: shown } = await owner.call((api) => api.audit.events({ workflow: "carrier-choice", activity: null }));
    for (const { caseName } of shown) expect(caseName).toMatch(/^Shipment of #\d+$/);
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

describe("actions", () => {
  const act = (name: string, input: object): Promise<unknown> =>
    world.harness.nango.triggerAction("shipstation", nangoConnectionId, name, input).catch((error: unknown) => failureOf(error));
  const state = () => world.sandbox.departments.shipping.state;
  const written = () => world.sandbox.departmentLedger().length;
  /** The youngest that nobody has shipped; each test takes another one. */
  const open = (nth: number) => {
    const parcel = state()
      .parcels.filter(({ status, service }) => status === "awaiting_shipment" && service !== null)
      .at(-nth);
    if (!parcel) throw new Error("no open parcel");
    return parcel;
  };
  const stamp = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString();
  const buy = (shipmentId: string) => ({
    shipmentId,
    carrier: "ups_walleted",
    service: "ups_ground",
    packageType: "package",
    shipOn: "2026-11-04",
    expectedUpdatedAt: null,
  });

  test("rates of each carrier, cheapest first, and nothing is changed by asking", async () => {
    const effects = written();
    const input = {
      shipmentId: String(open(1).id),
      fromPostcode: "04101",
      carriers: ["stamps_com", "ups_walleted"],
      packageType: "package",
    };
    const answer = z
      .object({ rates: z.array(z.object({ service: z.string(), costMinor: z.int() })) })
      .parse(await act("rate-shipment", input));
    expect(answer.rates.map(({ service }) => service).toSorted()).toEqual(
      ["ups_2nd_day_air", "ups_ground", "usps_ground_advantage", "usps_priority_mail"].toSorted(),
    );
    const costs = answer.rates.map(({ costMinor }) => costMinor);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    expect(written()).toBe(effects);
  });

  test("a service is chosen with the whole order, so nothing else of it is blanked; done once, refused when the order has changed", async () => {
    const parcel = open(1);
    const { weightOunces, valueMinor, isExpressPaid } = parcel;
    const [serviceBefore, shipmentId] = [parcel.service, String(parcel.id)];
    const chosen = serviceBefore === "ups_2nd_day_air" ? "ups_ground" : "ups_2nd_day_air";
    const input = { shipmentId, carrier: "ups_walleted", service: chosen, packageType: null, expectedUpdatedAt: stamp(parcel.modifiedMs) };
    const old = { ...input, expectedUpdatedAt: stamp(parcel.modifiedMs - 60_000) };
    expect(await act("choose-service", old)).toMatchObject({ type: "conflict" });
    expect(await act("choose-service", input)).toMatchObject({ serviceBefore, alreadyDone: false });
    expect(parcel).toMatchObject({ service: chosen, weightOunces, valueMinor, isExpressPaid });
    const effects = written();
    expect(await act("choose-service", { ...input, expectedUpdatedAt: null })).toMatchObject({ alreadyDone: true });
    expect(written()).toBe(effects);
    // What a choice is taken back to where none had been made.
    const none = { ...input, carrier: null, service: null, expectedUpdatedAt: null };
    expect(await act("choose-service", none)).toMatchObject({ serviceBefore: chosen, alreadyDone: false });
    expect(parcel).toMatchObject({ service: null, weightOunces, valueMinor, isExpressPaid });
    const { ownChoices } = await world.harness.nango.getMetadata<Record<string, unknown>>("shipstation", nangoConnectionId);
    expect(ownChoices).toMatch(new RegExp(`^${shipmentId}=@\\d+$`));
  });

  test("hold, release, tag and assign once each, and say what undoing has to set", async () => {
    const shipmentId = String(open(2).id);
    const base = { shipmentId, expectedUpdatedAt: null };
    expect(await act("hold-shipment", { ...base, until: "2026-11-20" })).toEqual({ heldUntilBefore: null, alreadyDone: false });
    expect(await act("hold-shipment", { ...base, until: "2026-11-20" })).toEqual({ heldUntilBefore: "2026-11-20", alreadyDone: true });
    expect(await act("read-shipment", { shipmentId })).toMatchObject({ state: "on_hold", heldUntil: "2026-11-20" });
    expect(await act("buy-label", buy(shipmentId))).toMatchObject({ type: "not_allowed" });
    expect(await act("release-shipment", base)).toEqual({ heldUntilBefore: "2026-11-20", alreadyDone: false });
    expect(await act("release-shipment", base)).toMatchObject({ alreadyDone: true });
    expect(await act("tag-shipment", { ...base, tagId: "1101" })).toEqual({ alreadyDone: false });
    expect(await act("tag-shipment", { ...base, tagId: "1101" })).toEqual({ alreadyDone: true });
    const userId = userIdOf(state().packers[0]?.id ?? 0);
    expect(await act("assign-shipment", { ...base, userId })).toEqual({ assigneeBefore: null, alreadyDone: false });
    expect(await act("assign-shipment", { ...base, userId })).toEqual({ assigneeBefore: userId, alreadyDone: true });
    expect(await act("read-shipment", { shipmentId: "1" })).toMatchObject({ type: "not_found" });
  });

  test(
    "a label is bought once, voided once, and both count as ours though the key's owner stands on the label",
    { timeout: 120_000 },
    async () => {
      const parcel = open(3);
      const shipmentId = String(parcel.id);
      const bought = z.object({ label: z.object({ id: z.string(), userId: z.string() }) }).parse(await act("buy-label", buy(shipmentId)));
      expect(bought.label.userId).toBe(userIdOf(KEY_OWNER.id));
      const effects = written();
      expect(await act("buy-label", buy(shipmentId))).toMatchObject({ label: { id: bought.label.id }, alreadyDone: true });
      expect(await act("buy-label", { ...buy(shipmentId), service: "ups_2nd_day_air" })).toMatchObject({ type: "conflict" });
      expect(written()).toBe(effects);
      const labelId = bought.label.id;
      expect(await act("void-label", { shipmentId, labelId })).toEqual({ alreadyDone: false });
      expect(await act("void-label", { shipmentId, labelId })).toEqual({ alreadyDone: true });
      expect(await act("void-label", { shipmentId, labelId: "1" })).toMatchObject({ type: "not_found" });
      expect(written()).toBe(effects + 1);
      await sync();
      const ours = (await eventsHere()).filter(({ id }) => id.startsWith(`label:${labelId}`));
      expect(ours.map(({ id, kind }) => [id, kind])).toEqual([
        [`label:${labelId}`, "app"],
        [`label:${labelId}:void`, "app"],
      ]);
    },
  );

  test("a label whose answer was lost is found, and not bought again", { timeout: 60_000 }, async () => {
    const parcel = open(4);
    const effects = written();
    world.sandbox.faults.set({ kind: "cut after success", times: 1 });
    expect(await act("buy-label", buy(String(parcel.id)))).toMatchObject({ alreadyDone: false, label: { service: "ups_ground" } });
    expect(await act("buy-label", buy(String(parcel.id)))).toMatchObject({ alreadyDone: true });
    expect(written()).toBe(effects + 1);
    expect(parcel.labels.filter(({ voidedMs }) => voidedMs === null)).toHaveLength(1);
  });

  test("where no answer comes and no label is to be seen, nothing is asked for a second time", { timeout: 60_000 }, async () => {
    const shipmentId = String(open(5).id);
    const effects = written();
    // The reads pass, the purchase fails: nobody knows whether it was made.
    world.failNext("/orders/createlabelfororder");
    await expect(act("buy-label", buy(shipmentId))).resolves.not.toMatchObject({ alreadyDone: false });
    expect(await act("buy-label", buy(shipmentId))).toMatchObject({ type: "conflict" });
    expect(written()).toBe(effects);
    const { labelsInDoubt } = await world.harness.nango.getMetadata<Record<string, unknown>>("shipstation", nangoConnectionId);
    expect(labelsInDoubt).toContain(`${shipmentId}@`);
  });
});

/** What a refused action says, as the caller finds it in the answer. */
function failureOf(error: unknown): unknown {
  const said = z.object({ response: z.object({ data: z.object({ error: z.looseObject({ payload: z.unknown() }) }) }) }).parse(error);
  return said.response.data.error.payload ?? said.response.data.error;
}
