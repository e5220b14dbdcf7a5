import { expect, test } from "vitest";
import { callerOf, openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import { adjustStock, moveStock, readStock, setStock } from "../../../../connectors/shopify/change-stock.ts";
import { followHistory, followLevels, type StockSync } from "../../../../connectors/shopify/follow-stock.ts";
import { documentOf } from "../../departments/inventory/record.ts";
import { isOpen } from "../../departments/inventory/state.ts";
import { CHANNELS, FIRST_ITEM_ID, type Difference, type Level } from "../../departments/inventory/stock.ts";
import { simulateWithTruth } from "../../truth/simulate-with-truth.ts";
import { gid } from "./ids.ts";
import type { InventoryLevel } from "../../../../connectors/records/inventory-level.ts";
import type { OpsEvent } from "../../../../connectors/records/ops-event.ts";
import type { StockDifference } from "../../../../connectors/records/stock-difference.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";

// The seed was not looked at while the connector was written.
const settings = smallShop({ seed: "stock unseen", days: 16, ordersPerDay: 320, profile: "sloppy" });
const SINCE = "2026-01-01T00:00:00.000Z";

/** The connector's functions with records kept as Nango would keep them. */
function following(shop: TestShop) {
  const saved = new Map<string, Map<string, { id: string }>>();
  const of = (model: string) => {
    const known = saved.get(model) ?? new Map<string, { id: string }>();
    saved.set(model, known);
    return known;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the part of Nango's functions that the connector calls
  const nango = {
    ...callerOf(shop),
    batchSave: async (records: readonly { id: string }[], model: string) => {
      for (const record of records) of(model).set(record.id, record);
      return true;
    },
    batchDelete: async (records: readonly { id: string }[], model: string) => {
      for (const { id } of records) of(model).delete(id);
      return true;
    },
    listRecords: async function* (model: string) {
      yield* of(model).values();
    },
    getRecordsByIds: async (ids: readonly string[], model: string) =>
      new Map(
        ids.flatMap((id) => {
          const found = of(model).get(id);
          return found ? [[id, found] as const] : [];
        }),
      ),
  } as unknown as StockSync;
  const list = <T>(model: string): T[] => [...of(model).values()] as T[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- as saved
  return {
    nango,
    events: () => list<OpsEvent>("StockOpsEvent"),
    differences: () => list<StockDifference>("StockDifference"),
    levels: () => list<InventoryLevel>("InventoryLevel"),
    rejected: () => list("RejectedInventoryLevel"),
  };
}

const levelIdOf = ({ itemIndex, channelIndex }: Level): string => `${FIRST_ITEM_ID + itemIndex}:${CHANNELS[channelIndex]?.locationId}`;
const KINDS = { staff: "person", app: "app", rule: "rule", customer: "customer", system: "system" } as const;
const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);

test("every act on stock is one event of whoever did it, touch for touch at its second, and a sale is none", async () => {
  const shop = openTestShop({ settings, plan: "unlimited" });
  const truth = simulateWithTruth(settings);
  truth.advance(settings.untilMs);
  const { nango, events } = following(shop);
  expect(await followHistory(nango, { since: SINCE })).toBe(true);
  const { groups } = shop.sandbox.departments.inventory.state;
  const found = new Map(events().map((event) => [event.id, event]));
  const acts = groups.flatMap((group) => [...new Set(group.changes.map(({ level }) => level))].map((level) => ({ group, level })));
  expect(acts.length).toBeGreaterThan(1000);
  expect(new Set(found.keys())).toEqual(new Set(acts.map(({ group, level }) => `stock:${group.id}:${levelIdOf(level)}`)));
  for (const { group, level } of acts)
    expect(found.get(`stock:${group.id}:${levelIdOf(level)}`)).toMatchObject({ actorKind: KINDS[group.actor.kind], grade: "A" });
  const touches = truth.departmentTouches.filter(({ department, eventId }) => department === "inventory" && eventId !== null);
  const byHand = events().filter(({ actorKind }) => actorKind === "person");
  const row = (staff: string, second: number, activity: string, caseId: string) => `${staff} ${second} ${activity} ${caseId}`;
  expect(byHand.map(({ actorId, endedAt, activity, caseId }) => row(actorId ?? "", seconds(endedAt), activity, caseId)).toSorted()).toEqual(
    touches
      .map(({ staffId, endMs, activity, caseId }) =>
        row(gid("StaffMember", staffId), Math.floor(endMs / 1000), activity, documentOf({ id: caseId })),
      )
      .toSorted(),
  );
  expect(touches.length).toBeGreaterThan(150);
  const all = truth.departmentTouches.filter(({ department }) => department === "inventory");
  expect(Math.abs(byHand.length / all.length - 1)).toBeLessThanOrEqual(0.02);
  expect(byHand.every(({ actorName }) => actorName === "Odile Marchand" || actorName === "Piet Vos")).toBe(true);
});

const STATES: Readonly<Record<Difference["state"], string>> = {
  found: "found",
  recount: "recount_asked",
  counted: "recounted",
  settled: "settled",
  stopped: "stopped",
};

test("a difference stands as the app and the planners have it, with all that was known of it when it was decided", async () => {
  const shop = openTestShop({ settings, plan: "unlimited" });
  const { nango, events, differences } = following(shop);
  await followHistory(nango, { since: SINCE });
  const { state } = shop.sandbox.departments.inventory;
  const byId = new Map(differences().map((record) => [record.id, record]));
  expect(byId.size).toBe(state.differences.length);
  for (const difference of state.differences) {
    const { unitsApart, direction, ledgerQuantity, channelQuantity, soldPerDay, countedAs } = difference;
    const counted = countedAs === "ledger" ? ledgerQuantity : countedAs === "channel" ? channelQuantity : null;
    expect(byId.get(documentOf(difference))).toMatchObject({
      levelId: levelIdOf(difference.level),
      state: STATES[difference.state],
      unitsApart,
      direction: direction === "channel above" ? "above" : "below",
      ledgerQuantity,
      channelQuantity,
      countedQuantity: counted,
      soldPerDay,
      foundAt: new Date(Math.floor(difference.foundMs / 1000) * 1000).toISOString(),
    });
    const own = events().filter(({ caseId }) => caseId === documentOf(difference));
    const told = Object.fromEntries(own.flatMap(({ details }) => details ?? []).map(({ name, value }) => [name, value]));
    expect(own[0]).toMatchObject({ activity: "find difference", actorKind: "app", actorName: "Stockline" });
    expect(told).toMatchObject({
      "units apart": String(unitsApart),
      "ledger quantity": String(ledgerQuantity),
      "channel quantity": String(channelQuantity),
      "sold per day": soldPerDay.toFixed(1),
      "counted again": countedAs === null ? "no" : "yes",
      ...(countedAs === null ? {} : { "counted as": countedAs }),
    });
  }
});

test("read in pieces, again and again, the same records come to stand, to the byte", async () => {
  const shop = openTestShop({ settings, plan: "unlimited" });
  const whole = following(shop);
  await followHistory(whole.nango, { since: SINCE });
  const pieces = following(shop);
  for (let atMs = settings.untilMs - 17 * 86_400_000; atMs < settings.untilMs; atMs += 5 * 3_600_000) {
    const [since, until] = [new Date(atMs - 2 * 3_600_000).toISOString(), new Date(atMs + 5 * 3_600_000).toISOString()];
    await followHistory(pieces.nango, { since, until });
  }
  await followHistory(pieces.nango, { since: new Date(settings.untilMs - 5 * 86_400_000).toISOString() });
  const sorted = (rows: readonly { id: string }[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((one) => JSON.stringify(one));
  expect(sorted(pieces.events())).toEqual(sorted(whole.events()));
  expect(sorted(pieces.differences())).toEqual(sorted(whole.differences()));
});

test("levels arrive as the shop has them", async () => {
  const shop = openTestShop({ settings });
  const { nango, levels, rejected } = following(shop);
  await followLevels(nango, { findsChanges: true });
  expect(rejected()).toEqual([]);
  const { levels: own } = shop.sandbox.departments.inventory.state;
  const byId = new Map(levels().map((level) => [level.id, level]));
  expect(byId.size).toBe(own.length);
  for (const level of own) {
    const { available, safety_stock: aside, quality_control: counting } = level.quantities;
    expect(byId.get(levelIdOf(level))).toMatchObject({
      available,
      safetyStock: aside,
      qualityControl: counting,
      onHand: available + aside + counting,
      locationName: CHANNELS[level.channelIndex]?.name,
      unitCost: { currency: "USD" },
    });
  }
});

test("a level that a page cut short has left out stays, one that cannot be read is set aside until it can, and one that is gone is deleted", async () => {
  const shop = openTestShop({ settings });
  const { nango, levels, rejected } = following(shop);
  await followLevels(nango, { findsChanges: false });
  const all = levels().map(({ id }) => id);
  shop.sandbox.faults.set({ kind: "short page", times: 1 });
  await followLevels(nango, { findsChanges: false });
  expect(levels().map(({ id }) => id)).toEqual(all);
  shop.sandbox.faults.set({ kind: "poison record", times: 1 });
  await followLevels(nango, { findsChanges: false });
  expect(rejected()).toHaveLength(1);
  const gone = { ...levels()[0], id: "1:2", itemId: gid("InventoryItem", 1), locationId: gid("Location", 2) };
  await nango.batchSave([gone], "InventoryLevel");
  await followLevels(nango, { findsChanges: false });
  expect(rejected()).toEqual([]);
  expect(levels().map(({ id }) => id)).toEqual(all);
});

test("without the right to reports nobody is named: what changed between two looks is nobody's, and sales are no act", async () => {
  const shop = openTestShop({ settings, profile: "minimal" });
  const { nango, events, differences } = following(shop);
  expect(await followHistory(nango, { since: SINCE })).toBe(false);
  await followLevels(nango, { findsChanges: true });
  const before = new Map(shop.sandbox.departments.inventory.state.groups.map(({ id }) => [id, true]));
  for (let look = 0; look < 16; look += 1) {
    shop.sandbox.advance(shop.sandbox.shop.state.nowMs + 3_600_000);
    await followLevels(nango, { findsChanges: true });
  }
  const acts = shop.sandbox.departments.inventory.state.groups.filter(({ id }) => !before.has(id));
  expect(acts.length).toBeGreaterThan(20);
  expect(events().length).toBeGreaterThan(20);
  const touched = new Set(acts.flatMap(({ changes }) => changes.map(({ level }) => levelIdOf(level))));
  for (const event of events()) {
    expect(event).toMatchObject({ actorKind: "unknown", actorName: null, grade: "C", activity: "change stock" });
    expect(touched.has(event.caseId)).toBe(true);
  }
  expect(differences()).toEqual([]);
});

function waiting(shop: TestShop, fits: (difference: Difference) => boolean): Difference {
  const found = shop.sandbox.departments.inventory.state.differences.find(
    (one) => isOpen(one) && one.state === "found" && one.unitsApart > 1 && fits(one),
  );
  if (!found) throw new Error("no such difference waits");
  return found;
}
const placeOf = ({ level }: Difference) => ({
  itemId: gid("InventoryItem", FIRST_ITEM_ID + level.itemIndex),
  locationId: gid("Location", CHANNELS[level.channelIndex]?.locationId ?? 0),
});
const changeOf = (difference: Difference, key: string) => ({
  ...placeOf(difference),
  key,
  reason: "correction",
  documentUri: documentOf(difference),
  expectedQuantity: difference.unitsApart,
});

test("units are taken off once, whatever happens to the answer, and a decision on an older quantity is refused", async () => {
  const shop = openTestShop({ settings });
  const nango = callerOf(shop);
  const difference = waiting(shop, ({ direction }) => direction === "channel above");
  const asked = { ...changeOf(difference, "effect-1"), state: "safety_stock", changeBy: -difference.unitsApart } as const;
  const stale = adjustStock(nango, { ...asked, expectedQuantity: difference.unitsApart + 1 });
  await expect(stale).rejects.toMatchObject({ payload: { type: "conflict" } });
  // The answer of the first call is lost on its way: the second finds it done.
  const deaf = { ...nango, post: async (config: Parameters<typeof nango.post>[0]) => lost(await nango.post(config), config.data) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as callerOf
  await expect(adjustStock(deaf as never, asked)).rejects.toThrow("cut");
  expect(difference.level.quantities.safety_stock).toBe(0);
  expect(await adjustStock(nango, asked)).toMatchObject({ alreadyDone: true, level: { safetyStock: 0 } });
  expect(difference.state).toBe("settled");
  const blind = { ...asked, expectedQuantity: null, changeBy: 3, key: "effect-2" };
  expect(await adjustStock(nango, blind)).toMatchObject({ alreadyDone: false, level: { safetyStock: 3 } });
  await adjustStock(nango, blind);
  expect(difference.level.quantities.safety_stock).toBe(3);
  await expect(adjustStock(nango, { ...blind, changeBy: 4 })).rejects.toMatchObject({ payload: { code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" } }); // prettier-ignore
  await expect(adjustStock(nango, { ...blind, changeBy: -9, key: "effect-3" })).rejects.toMatchObject({ payload: { type: "conflict" } });
});

function lost<T>(answer: T, asked: unknown): T {
  if (JSON.stringify(asked).includes("inventoryAdjustQuantities")) throw new Error("cut");
  return answer;
}

test("units are moved to where they are counted and back, all of what is on sale is stopped, and the events tell it", async () => {
  const shop = openTestShop({ settings, plan: "unlimited" });
  const { nango, events, differences } = following(shop);
  const difference = waiting(shop, ({ level }) => level.quantities.available > 0);
  const { unitsApart: units, level } = difference;
  const counting = { ...changeOf(difference, "m-1"), reason: "quality_control", from: "safety_stock", to: "quality_control", quantity: units, expectedToQuantity: 0 } as const; // prettier-ignore
  expect(await moveStock(nango, counting)).toMatchObject({ alreadyDone: false, level: { safetyStock: 0, qualityControl: units } });
  expect(await moveStock(nango, { ...counting, key: "m-2" })).toMatchObject({ alreadyDone: true });
  expect(difference.state).toBe("recount");
  await followHistory(nango, { since: SINCE });
  expect(events().at(-1)).toMatchObject({ activity: "ask for recount", actorKind: "app", actorName: "Slipstream" });
  expect(differences().find(({ id }) => id === documentOf(difference))?.state).toBe("recount_asked");
  shop.sandbox.advance(shop.sandbox.shop.state.nowMs + 1000);
  const back = { ...counting, key: "m-3", from: "quality_control", to: "safety_stock" } as const;
  await expect(moveStock(nango, { ...back, expectedToQuantity: 1 })).rejects.toMatchObject({ payload: { type: "conflict", found: 0 } });
  await moveStock(nango, back);
  const stop = { ...changeOf(difference, "m-4"), reason: "safety_stock", from: "available", to: "safety_stock", quantity: null, expectedQuantity: null, expectedToQuantity: units } as const; // prettier-ignore
  const onSale = level.quantities.available;
  shop.sandbox.advance(shop.sandbox.shop.state.nowMs + 1000);
  expect(await moveStock(nango, stop)).toMatchObject({ alreadyDone: false, level: { available: 0, safetyStock: units + onSale } });
  expect(await moveStock(nango, stop)).toMatchObject({ alreadyDone: true });
  await followHistory(nango, { since: SINCE });
  expect(events().slice(-2).map(({ activity }) => activity)).toEqual(["cancel recount", "stop selling"]); // prettier-ignore
  expect(differences().find(({ id }) => id === documentOf(difference))?.state).toBe("stopped");
});

test("what is on sale is set once, and set again only from what it was decided on", async () => {
  const shop = openTestShop({ settings });
  const nango = callerOf(shop);
  const difference = waiting(shop, () => true);
  const { available } = await readStock(nango, placeOf(difference));
  const asked = { ...changeOf(difference, "s-1"), quantity: 77, expectedQuantity: available };
  expect(await setStock(nango, asked)).toMatchObject({ alreadyDone: false, level: { available: 77 } });
  expect(await setStock(nango, asked)).toMatchObject({ alreadyDone: true });
  const again = setStock(nango, { ...asked, quantity: 5, key: "s-2" });
  await expect(again).rejects.toMatchObject({ payload: { type: "conflict", found: 77 } });
  const nowhere = readStock(nango, { ...placeOf(difference), locationId: gid("Location", 1) });
  await expect(nowhere).rejects.toMatchObject({ payload: { type: "not_found" } });
});
