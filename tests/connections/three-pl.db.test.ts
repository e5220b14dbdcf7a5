import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { CENTRE, SHIPBOB_TOKEN } from "#server/sandbox/vendors/shipbob/account.ts";
import { heldGoods, statusOfGoods } from "#server/sandbox/vendors/shipbob/goods-shapes.ts";
import { itemIdOf, shipmentIdOf } from "#server/sandbox/vendors/shipbob/ids.ts";
import { changedMs, importedMs, statusOf } from "#server/sandbox/vendors/shipbob/order-shapes.ts";
import { heldReturns, statusOfReturn } from "#server/sandbox/vendors/shipbob/return-shapes.ts";
import { movements } from "#server/sandbox/vendors/shipbob/stock-shapes.ts";
import { orderId, returnId } from "#server/sandbox/vendors/shopify/ids.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { startSandboxNango, type Integration, type SandboxNango } from "./sandbox-nango.ts";

// A shop of its own, on a seed that nothing else uses; long enough for goods to come in and returns to come back.
const SHOP = {
  seed: "3pl-unseen",
  days: 20,
  ordersPerDay: 60,
  profile: "typical",
  untilMs: Date.parse("2026-11-03T05:00:00Z"),
} as const;
const TOKEN = { apiKey: SHIPBOB_TOKEN };

let world: SandboxNango;
let house: TestHouse;
let owner: Member;
let connectionId = "";
const atNango = new Map<Integration, string>();
let erpId = "";
/** The audit with the shop and the ERP alone, before the 3PL was connected. */
let before: Awaited<ReturnType<typeof audited>>;

beforeAll(async () => {
  world = await startSandboxNango(SHOP);
  house = await openTestHouse({ settings: { nango: world.settings } });
  house.clock.now = new Date(world.sandbox.shop.state.nowMs);
  owner = await house.ownerOf("Harbour 3PL");
  for (const integration of ["shopify", "netsuite"] as const) {
    const { sessionToken } = await owner.call((api) => api.connections.begin({ integration }));
    const nangoConnectionId = await world.consent(sessionToken, "allow", integration);
    const confirmed = await owner.call((api) => api.connections.confirm({ integration, nangoConnectionId }));
    if (integration === "netsuite") erpId = confirmed.connectionId;
    atNango.set(integration, nangoConnectionId);
    await sync(integration);
  }
  before = await audited();
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shipbob-pat" }));
  const nangoConnectionId = await world.enter(sessionToken, "shipbob-pat", TOKEN);
  ({ connectionId } = await owner.call((api) => api.connections.confirm({ integration: "shipbob-pat", nangoConnectionId })));
  atNango.set("shipbob-pat", nangoConnectionId);
  await sync();
}, 600_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});

async function sync(integration: Integration = "shipbob-pat"): Promise<void> {
  const nangoConnectionId = atNango.get(integration) ?? "";
  await world.runSyncs(nangoConnectionId, integration);
  // A connection is read when each of its syncs has ended once.
  if (integration === "netsuite") await world.harness.runSync("netsuite", "inventory-levels", nangoConnectionId);
  await sweepConnections(house.services, new AbortController().signal);
  await runJobs(house);
}

/** Touches and cases of each workflow, as the audit tells them. */
async function audited() {
  const { audit } = await owner.call((api) => api.audit.get({}));
  const rows = (audit?.report.workflows ?? []).map(({ workflow, touches, cases }) => ({ workflow, touches, cases }));
  return rows.sort((a, b) => String(a.workflow).localeCompare(String(b.workflow)));
}

const recordsHere = (model: string) =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ content: unknown }>`
      select content from record_current where connection_id = ${connectionId} and model = ${model} and deleted_at is null`.execute(tx);
    return rows.map(({ content }) => z.looseObject({ id: z.string() }).parse(content)).sort((a, b) => Number(a.id) - Number(b.id));
  });
const eventsHere = () =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ id: string; caseId: string; activity: string; kind: string; workflow: string }>`
      select event_id as id, case_id as "caseId", activity, recorded_kind as kind, workflow from event
      where source_id = (select source_id from connection where id = ${connectionId}) order by 1`.execute(tx);
    return rows;
  });

const codeOf = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, "$1_$2").replaceAll(" ", "_").toLowerCase(); // prettier-ignore

async function expectCopies(): Promise<void> {
  const { sandbox } = world;
  const { shop, departments } = sandbox;
  expect((await recordsHere("PartnerShipment")).map(({ id, state, updatedAt }) => ({ id, state, updatedAt }))).toEqual(
    shop.state.orders
      .filter((order) => importedMs(order) <= shop.state.nowMs)
      .map((order) => ({
        id: String(shipmentIdOf(order.number)),
        state: codeOf(statusOf(departments.warehouse.state, order)),
        updatedAt: new Date(changedMs(departments.warehouse.state, order)).toISOString(),
      })),
  );
  expect((await recordsHere("PartnerReturn")).map(({ id, reference, state }) => ({ id, reference, state }))).toEqual(
    heldReturns(sandbox)
      .map((held) => ({ id: String(held.id), reference: held.reference, state: codeOf(statusOfReturn(held)) }))
      .sort((a, b) => Number(a.id) - Number(b.id)),
  );
  expect((await recordsHere("ReceivingOrder")).map(({ id, purchaseOrderNumber, state, lines }) => ({ id, purchaseOrderNumber, state, received: received(lines) }))).toEqual(
    heldGoods(sandbox)
      .map((goods) => ({
        id: String(goods.id),
        purchaseOrderNumber: goods.purchaseOrderNumber,
        state: codeOf(statusOfGoods(goods)),
        received: goods.lines.map((line) => line.received),
      }))
      .sort((a, b) => Number(a.id) - Number(b.id)),
  ); // prettier-ignore
  const levels = await recordsHere("InventoryLevel");
  expect(levels.map(({ id, onHand }) => `${id} ${String(onHand)}`).sort()).toEqual(
    departments.purchasing.state.items.map(({ onHand }, index) => `${itemIdOf(index)}:${CENTRE.id} ${Math.max(0, onHand)}`).sort(),
  );
}
const received = (lines: unknown): number[] => z.array(z.object({ received: z.number() })).parse(lines).map((line) => line.received); // prettier-ignore

test("the ERP is named by its account, and what nobody tells of its permissions is not called missing", async () => {
  const { name, scopes } = await owner.call((api) => api.connections.get({ connectionId: erpId }));
  expect(name).toBe("NetSuite 4471903");
  expect(scopes.map(({ scope, granted, untold }) => [scope, granted, untold])).toEqual([
    ["rest_webservices", true, false],
    ["system_notes", true, false],
    ["purchase_order_edit", null, true],
    ["adjust_inventory", null, true],
  ]);
});

describe("connecting the sandbox's 3PL by a token", () => {
  test("a wrong token connects nothing, and the person is told", async () => {
    const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shipbob-pat" }));
    const wrong = { apiKey: `${"F".repeat(64)}-1` };
    await expect(world.enter(sessionToken, "shipbob-pat", wrong)).rejects.toMatchObject({ type: "connection_test_failed" });
  });

  test("brings everything as it stands there, and says what was found out", async () => {
    await expectCopies();
    const details = await owner.call((api) => api.connections.get({ connectionId }));
    expect(details).toMatchObject({ state: "active", name: `ShipBob, ${CENTRE.name}`, problem: null });
    expect(details.scopes.filter(({ granted }) => granted !== true)).toEqual([]);
    expect(await world.harness.nango.getMetadata("shipbob-pat", atNango.get("shipbob-pat") ?? "")).toMatchObject({
      timeZone: "UTC",
      channels: "128944:SMA,131002:Shopify,131005:Loopback",
      fulfilmentCentres: CENTRE.name,
      statusDetails: expect.stringMatching(/\d+:\d+/),
      timelineWords: expect.stringContaining("OrderImported"),
      timelineKeys: "",
    });
  });

  test("tells one story with the shop and the ERP: no touch is counted twice, and nobody's case is a second one", async () => {
    const events = await eventsHere();
    expect(events.filter(({ kind }) => kind === "person")).toEqual([]);
    const { orders } = world.sandbox.shop.state;
    const shops = new Set([
      ...orders.map(({ number }) => `order:${orderId(number)}`),
      ...world.sandbox.departments.returns.state.returns.map(({ id }) => `return:${returnId(id)}`),
      ...world.sandbox.departments.purchasing.state.transactions.map(({ id }) => `purchase_order:${id}`),
      ...world.sandbox.departments.purchasing.state.items.map((_item, index) => `sku:${itemIdOf(index)}`),
    ]);
    expect(events.filter(({ caseId }) => !shops.has(caseId))).toEqual([]);
    const of = (workflow: string) => events.filter((event) => event.workflow === workflow);
    expect(of("returns").length).toBeGreaterThan(30);
    expect(of("supplier-po").length).toBeGreaterThan(15);
    expect(of("inventory-sync").length).toBe(movements(world.sandbox).length);
    const after = await audited();
    const items = new Set(of("inventory-sync").map(({ caseId }) => caseId)).size;
    expect(after).toEqual(before.map((row) => (row.workflow === "inventory-sync" ? { ...row, cases: row.cases + items } : row)));
  });

  test("goes on where it stopped, over limits, server errors and half pages", { timeout: 240_000 }, async () => {
    const { faults } = world.sandbox;
    for (let step = 0; step < 6; step += 1) {
      world.sandbox.advance(world.sandbox.shop.state.nowMs + 2 * 3_600_000);
      await world.runSyncs(atNango.get("shipbob-pat") ?? "", "shipbob-pat");
    }
    faults.set({ kind: "http 429", times: 1, retryAfter: "0" });
    faults.set({ kind: "http 5xx", times: 1, status: 503 });
    faults.set({ kind: "hostile text", times: 1 });
    await sync();
    expect(faults.report().pending).toEqual([]);
    await expectCopies();
    const events = await eventsHere();
    expect(events.filter(({ activity }) => activity === "hold shipment").length).toBeGreaterThan(3);
    await sync();
    expect(await eventsHere()).toEqual(events);
  });
});

describe("actions", () => {
  const act = (name: string, input: object): Promise<unknown> =>
    world.harness.nango
      .triggerAction("shipbob-pat", atNango.get("shipbob-pat") ?? "", name, input)
      .catch((error: unknown) => failureOf(error));
  const written = () => world.sandbox.departmentLedger().length;
  /** The youngest that nobody has shipped; each test takes another one. */
  const open = (nth: number) => {
    const { orders, nowMs } = world.sandbox.shop.state;
    const order = orders.filter((one) => one.fulfilledMs === null && !one.cancelled && importedMs(one) <= nowMs).at(-nth);
    if (!order) throw new Error("no open order");
    return order;
  };
  const PIER = { line1: "9 Pier Road", line2: null, city: "Bath", region: "ME", postcode: "04530", country: "US" };
  const GOODS = {
    purchaseOrderNumber: "PO-NEW-1",
    centreId: String(CENTRE.id),
    expectedOn: "2030-01-05",
    trackingNumber: null,
    lines: [{ itemId: String(itemIdOf(2)), quantity: 24 }],
  };
  const RETURN = {
    reference: "R-2026-1",
    centreId: String(CENTRE.id),
    shipmentId: null,
    trackingNumber: "9202",
    lines: [{ itemId: String(itemIdOf(0)), quantity: 1, action: "default" }],
  };

  test("an address is written once, kept whole, refused when the shipment has changed or left", { timeout: 60_000 }, async () => {
    const order = open(1);
    const shipmentId = String(shipmentIdOf(order.number));
    const { updatedAt } = z.looseObject({ updatedAt: z.string() }).parse(await act("read-shipment", { shipmentId }));
    const old = { shipmentId, address: PIER, expectedUpdatedAt: "2026-01-01T00:00:00.000Z" };
    expect(await act("fix-address", old)).toMatchObject({ type: "conflict" });
    const over = { shipmentId, address: PIER, expectedUpdatedAt: updatedAt, notAfter: "2026-01-01T00:00:00Z" };
    expect(await act("fix-address", over)).toMatchObject({ type: "too_late" });
    const effects = written();
    const done = await act("fix-address", { shipmentId, address: PIER, expectedUpdatedAt: updatedAt });
    expect(done).toMatchObject({ alreadyDone: false, addressBefore: { line1: order.address.address1, city: order.address.city } });
    expect(await act("fix-address", { shipmentId, address: PIER, expectedUpdatedAt: null })).toMatchObject({ alreadyDone: true });
    expect(written()).toBe(effects + 1);
    const gone = world.sandbox.shop.state.orders.find(({ fulfilledMs }) => fulfilledMs !== null);
    const left = { shipmentId: String(shipmentIdOf(gone?.number ?? 0)), address: PIER, expectedUpdatedAt: null };
    expect(await act("fix-address", left)).toMatchObject({ type: "not_allowed" });
    expect(await act("read-shipment", { shipmentId: "1" })).toMatchObject({ type: "not_found" });
  });

  test("a shipment is cancelled once, and counts as our own doing", { timeout: 60_000 }, async () => {
    const shipmentId = String(shipmentIdOf(open(2).number));
    expect(await act("cancel-shipment", { shipmentId, expectedUpdatedAt: null })).toEqual({ alreadyDone: false });
    expect(await act("cancel-shipment", { shipmentId, expectedUpdatedAt: null })).toEqual({ alreadyDone: true });
    const { ownActs } = await world.harness.nango.getMetadata<Record<string, unknown>>("shipbob-pat", atNango.get("shipbob-pat") ?? "");
    expect(ownActs).toMatch(new RegExp(`shipment:${shipmentId}@\\d+`));
  });

  test(
    "a return is announced once under its reference, found again when the answer was lost, and withdrawn",
    { timeout: 60_000 },
    async () => {
      const effects = written();
      world.sandbox.faults.set({ kind: "cut after success", times: 1 });
      const made = z.object({ returnId: z.string(), alreadyDone: z.literal(false) }).parse(await act("announce-return", RETURN));
      expect(await act("announce-return", RETURN)).toMatchObject({ returnId: made.returnId, alreadyDone: true });
      const other = { ...RETURN, lines: [{ itemId: String(itemIdOf(1)), quantity: 1, action: "default" }] };
      expect(await act("announce-return", other)).toMatchObject({ type: "conflict" });
      expect(written()).toBe(effects + 1);
      expect(await act("read-return", { returnId: made.returnId })).toMatchObject({ state: "awaiting_arrival", reference: "R-2026-1" });
      expect(await act("withdraw-return", { returnId: made.returnId })).toEqual({ alreadyDone: false });
      expect(await act("withdraw-return", { returnId: made.returnId })).toEqual({ alreadyDone: true });
      const settled = heldReturns(world.sandbox).find(({ gradedMs }) => gradedMs !== null);
      expect(await act("withdraw-return", { returnId: String(settled?.id) })).toMatchObject({ type: "not_allowed" });
    },
  );

  test("goods are announced once for a purchase order, though ShipBob would take them twice", { timeout: 60_000 }, async () => {
    const effects = written();
    world.sandbox.faults.set({ kind: "cut after success", times: 1 });
    expect(await act("announce-goods", GOODS)).toMatchObject({ alreadyDone: false });
    expect(await act("announce-goods", GOODS)).toMatchObject({ alreadyDone: true });
    const more = { ...GOODS, lines: [{ itemId: String(itemIdOf(2)), quantity: 48 }] };
    expect(await act("announce-goods", more)).toMatchObject({ type: "conflict" });
    expect(written()).toBe(effects + 1);
    expect(await act("read-goods", { purchaseOrderNumber: "PO-NEW-1" })).toMatchObject({ orders: [{ state: "awaiting" }] });
  });
});

test("what we did counts as ours, though ShipBob names nobody", { timeout: 120_000 }, async () => {
  await sync();
  const ours = (await eventsHere()).filter(({ kind }) => kind === "app");
  expect(new Set(ours.map(({ activity }) => activity))).toEqual(
    new Set(["cancel shipment", "announce return", "withdraw return", "announce goods"]),
  );
});

describe("deleting the connection", () => {
  test("erases its records and events and the access, and leaves the shop's story as it was", { timeout: 120_000 }, async () => {
    await owner.call((api) => api.connections.erase({ connectionId, confirmName: `ShipBob, ${CENTRE.name}` }));
    await runJobs(house);
    expect(await recordsHere("PartnerShipment")).toEqual([]);
    expect(await eventsHere()).toEqual([]);
    expect(await audited()).toEqual(before);
    const gone = world.harness.nango.getConnection("shipbob-pat", atNango.get("shipbob-pat") ?? "");
    await expect(gone).rejects.toMatchObject({ response: { status: 404 } });
  });
});

/** What a refused action says, as the caller finds it in the answer. */
function failureOf(error: unknown): unknown {
  const said = z.object({ response: z.object({ data: z.object({ error: z.looseObject({ payload: z.unknown() }) }) }) }).parse(error);
  return said.response.data.error.payload ?? said.response.data.error;
}
