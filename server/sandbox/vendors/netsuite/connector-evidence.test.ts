import { expect, test } from "vitest";
import * as z from "zod";
import { localToUtc } from "../../../../connectors/kit/local-time.ts";
import { adjustStock } from "../../../../connectors/netsuite/adjust-stock.ts";
import { updateExpectedDate, updateMemo } from "../../../../connectors/netsuite/change-purchase-order.ts";
import { newestNote, zoneOf } from "../../../../connectors/netsuite/clock.ts";
import { followStock } from "../../../../connectors/netsuite/follow-stock.ts";
import { NOTE_AUTHORS } from "../../../../connectors/netsuite/queries.ts";
import { notes, noteReader } from "../../../../connectors/netsuite/pull-notes.ts";
import { purchaseOrders } from "../../../../connectors/netsuite/pull-purchase-orders.ts";
import { allRows } from "../../../../connectors/netsuite/suiteql.ts";
import { BUYERS, PLANNERS, ROBOT_ID } from "../../departments/purchasing/people.ts";
import { dayText } from "../../departments/purchasing/save.ts";
import { unshippedUnits } from "../../departments/purchasing/state.ts";
import { openSandbox } from "../../open-sandbox.ts";
import { shopSettings } from "../../shop/settings.ts";
import { simulateWithTruth } from "../../truth/simulate-with-truth.ts";
import { ACCOUNT, NETSUITE_CLIENT, type RoleProfile } from "./account.ts";
import { createNetsuiteDoor } from "./netsuite-door.ts";
import type { Actor } from "../../../../connectors/netsuite/record-api.ts";
import type { OpsEvent } from "../../../../connectors/records/ops-event.ts";
import type { PurchaseOrder } from "../../../../connectors/records/purchase-order.ts";
import type { ShopSettings } from "../../shop/settings.ts";

const settings = shopSettings({ seed: "erp evidence", days: 21, ordersPerDay: 300 });

class ActionError extends Error {
  readonly payload: Record<string, unknown>;
  constructor(payload: Record<string, unknown> = {}) {
    super(String(payload["message"]));
    this.payload = payload;
  }
}

/** The connector's functions on the door, without a network between: what Nango would send, the door answers. */
async function connected(given: { settings?: ShopSettings; profile?: RoleProfile } = {}) {
  const sandbox = openSandbox(given.settings ?? settings);
  const door = createNetsuiteDoor(sandbox, given.profile ? { profile: given.profile } : {});
  const { access_token: token } = door.tokens.issue({ clientId: NETSUITE_CLIENT.clientId, scopes: ["rest_webservices"], expiring: true });
  const saved = new Map<string, unknown[]>();
  const send =
    (method: string) =>
    async ({
      endpoint,
      baseUrlOverride,
      headers,
      data,
    }: {
      endpoint: string;
      baseUrlOverride?: string;
      headers?: Record<string, string>;
      data?: unknown;
    }) => {
      const base = baseUrlOverride === undefined ? "http://erp/services/rest/record/v1" : "http://erp";
      const url = new URL(`${base}${endpoint}`);
      const sent = Object.fromEntries(
        Object.entries({ ...headers, authorization: `Bearer ${token}` }).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const reply = await door.answer({ method, path: url.pathname, query: url.searchParams, headers: sent, body: JSON.stringify(data) });
      const body: unknown = reply?.body ? JSON.parse(reply.body) : null;
      if (!reply || reply.status >= 400)
        throw Object.assign(new Error(`HTTP ${reply?.status}`), { response: { status: reply?.status, data: body } });
      return { status: reply.status, data: body };
    };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the part of Nango's functions that the connector calls
  const nango = {
    get: send("GET"),
    post: send("POST"),
    patch: send("PATCH"),
    put: send("PUT"),
    log: async () => undefined,
    getMetadata: async () => ({ timeZone: ACCOUNT.zone }),
    batchSave: async (records: unknown[], model: string) => void saved.set(model, [...(saved.get(model) ?? []), ...records]),
    batchDelete: async () => true,
    // oxlint-disable-next-line typescript/require-await -- nothing is set aside here
    async *listRecords() {},
    ActionError,
  } as unknown as Actor & Parameters<typeof followStock>[0];
  return { sandbox, nango, saved };
}

async function eventsOf(nango: Actor): Promise<OpsEvent[]> {
  const until = await newestNote(nango, ACCOUNT.zone);
  const found: OpsEvent[] = [];
  const since = new Date(settings.untilMs - 40 * 86_400_000).toISOString();
  const reader = await noteReader(nango, { zone: ACCOUNT.zone, integrationUsers: new Set() });
  for await (const page of notes(nango, reader, { since, until: until ?? since, zone: ACCOUNT.zone })) {
    expect(page.rejected).toEqual([]);
    found.push(...page.records);
  }
  return found;
}

async function ordersOf(nango: Actor): Promise<PurchaseOrder[]> {
  const found: PurchaseOrder[] = [];
  for await (const page of purchaseOrders(nango, "2000-01-01 00:00:00", ACCOUNT.zone)) found.push(...page.records);
  return found;
}

test(
  "every touch of a buyer or planner is one event of a person, at its second, and no other is, but the robot's",
  { timeout: 60_000 },
  async () => {
    const { nango } = await connected();
    const truth = simulateWithTruth(settings);
    truth.advance(settings.untilMs);
    const people = new Set([...BUYERS, ...PLANNERS].map(({ id }) => String(id)));
    const events = await eventsOf(nango);
    const touches = truth.departmentTouches.filter(({ department, eventId }) => department === "purchasing" && eventId !== null);
    const byHand = events.filter(({ actorId, actorKind }) => actorKind === "person" && actorId !== String(ROBOT_ID));
    expect(byHand.every(({ actorId }) => people.has(actorId ?? ""))).toBe(true);
    const ends = (list: readonly (readonly [string, number])[]) => list.map(([id, ms]) => `${id} ${Math.floor(ms / 1000)}`).toSorted();
    expect(ends(byHand.map(({ actorId, endedAt }) => [actorId ?? "", Date.parse(endedAt)]))).toEqual(
      ends(touches.map(({ staffId, endMs }) => [String(staffId), endMs])),
    );
    expect(events.filter(({ actorKind }) => actorKind === "unknown")).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(new Set(byHand.map(({ activity }) => activity))).toEqual(
      new Set(["change status", "update memo", "acknowledge order", "update expected date", "adjust stock"]),
    );
  },
);

test("a role without the permission System Notes sees none but its own notes, which the count of authors gives away", async () => {
  const { nango } = await connected({ profile: "minimal" });
  expect(await allRows(nango, NOTE_AUTHORS, z.object({ authors: z.coerce.number() }))).toEqual([{ authors: 0 }]);
  expect(await eventsOf(nango)).toEqual([]);
});

test("purchase orders and balances arrive as the ERP holds them", async () => {
  const { sandbox, nango, saved } = await connected();
  const { transactions, items } = sandbox.departments.purchasing.state;
  const orders = await ordersOf(nango);
  const own = transactions.filter(({ type }) => type === "PurchOrd");
  expect(
    new Map(orders.map(({ id, lines }) => [id, lines.map(({ expectedOn, receivedQuantity }) => [expectedOn, receivedQuantity])])),
  ).toEqual(new Map(own.map(({ id, lines }) => [String(id), lines.map(({ expectedDay, received }) => [dayText(expectedDay), received])])));
  // The back-fill ends at midnight, before the day's orders leave: nothing is promised yet.
  sandbox.advance(settings.untilMs + 12 * 3_600_000);
  await followStock(nango);
  const unshipped = unshippedUnits(sandbox.departments.purchasing.state);
  expect(unshipped.size).toBeGreaterThan(5);
  expect(saved.get("InventoryLevel")).toEqual(
    items.flatMap(({ id, sku, onHand, overflow, onOrder }) => {
      const promised = unshipped.get(sku) ?? 0;
      const shared = { itemId: String(id), sku, backordered: 0 };
      const atShipper = { onHand, committed: promised, available: onHand - promised, incoming: onOrder };
      const inStore = { onHand: overflow, committed: 0, available: overflow, incoming: 0 };
      return [
        expect.objectContaining({ ...shared, ...atShipper, id: `${id}:2`, locationId: "2" }),
        expect.objectContaining({ ...shared, ...inStore, id: `${id}:3`, locationId: "3" }),
      ];
    }),
  );
});

test("an expected date is written once, refused when the order has changed since, and never adds a line", async () => {
  const { sandbox, nango } = await connected();
  const order = (await ordersOf(nango)).find(({ state }) => state === "pending_receipt");
  if (!order) throw new Error("no open purchase order");
  const [line] = order.lines;
  const input = {
    purchaseOrderId: order.id,
    lines: [{ lineId: line?.id ?? "", expectedOn: "2027-01-15" }],
    expectedUpdatedAt: order.updatedAt,
  };
  const written = await updateExpectedDate(nango, input);
  expect(written).toMatchObject({ alreadyDone: false, before: [{ lineId: line?.id, expectedOn: line?.expectedOn }] });
  expect(await updateExpectedDate(nango, input)).toMatchObject({ alreadyDone: true });
  const stale = { ...input, lines: [{ lineId: line?.id ?? "", expectedOn: "2027-02-01" }] };
  // In the sandbox no time has passed since the first write, so the change is seen by a later save.
  sandbox.advance(sandbox.shop.state.nowMs + 60_000);
  await updateMemo(nango, { purchaseOrderId: order.id, memo: "Agreed by phone", expectedUpdatedAt: null });
  await expect(updateExpectedDate(nango, stale)).rejects.toMatchObject({ payload: { type: "conflict" } });
  await expect(updateExpectedDate(nango, { ...input, lines: [{ lineId: "99", expectedOn: "2027-01-15" }] })).rejects.toMatchObject({
    payload: { type: "conflict" },
  });
  expect(sandbox.departmentLedger().filter(({ changed }) => changed)).toHaveLength(2);
});

test("an adjustment is made once, whatever happens to the answer", async () => {
  const { sandbox, nango } = await connected();
  const item = sandbox.departments.purchasing.state.items[0];
  const before = item?.onHand ?? 0;
  const input = {
    key: "effect-0001",
    subsidiaryId: null,
    accountId: "58",
    itemId: String(item?.id),
    locationId: "2",
    changeBy: -3,
    memo: "Counted",
    expectedOnHand: before,
  };
  sandbox.faults.set({ kind: "http 5xx", times: 1, status: 503 });
  await expect(adjustStock(nango, input)).rejects.toThrow("HTTP 503");
  expect(await adjustStock(nango, input)).toMatchObject({ alreadyDone: false });
  expect(await adjustStock(nango, input)).toMatchObject({ alreadyDone: true });
  expect(item?.onHand).toBe(before - 3);
  await expect(adjustStock(nango, { ...input, key: "effect-0002" })).rejects.toMatchObject({ payload: { type: "conflict" } });
});

test("without a zone in the metadata the clock of the account tells its offset", async () => {
  const { nango } = await connected();
  const zone = await zoneOf(nango, {});
  expect(localToUtc("2026-12-01 12:00:00", zone)).toBe(localToUtc("2026-12-01 12:00:00", ACCOUNT.zone));
});
