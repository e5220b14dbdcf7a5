import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER, STOP_SELLING } from "#server/playbooks/inventory-sync/outcomes.ts";
import { inventorySync } from "#server/playbooks/inventory-sync/playbook.ts";
import { adjust, announcedAs, documentOf } from "#server/sandbox/departments/inventory/record.ts";
import { nextDifferenceId, openAt } from "#server/sandbox/departments/inventory/state.ts";
import type { Difference, StockState } from "#server/sandbox/departments/inventory/stock.ts";
import { APPS } from "#server/sandbox/shop/catalogue.ts";
import { openPlaybookWorld, SOMEBODY, type PlaybookWorld } from "./playbook-world.ts";

const [SET, ASK, STOP, KEEP] = [3, 4, 5, 6];
const row = (units: number | undefined, outcome: string) => ({
  id: `${units} units`,
  when: { situation: { test: "is" as const, values: ["found"] }, unitsApart: { test: "is" as const, values: [units ?? 0] } },
  outcome,
  reason: "For the test.",
});

/** One row for each thing that can be done, by how many units are apart: what nobody would write down, and what a test can bring about. */
const TABLE: RuleTable = {
  columns: ["situation", "unitsApart"],
  rows: [
    row(SET, SET_TO_LEDGER),
    row(ASK, ASK_RECOUNT),
    row(STOP, STOP_SELLING),
    row(KEEP, KEEP_CHANNEL),
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};

// Each step goes through Nango, whose functions run in processes of their own.
vi.setConfig({ testTimeout: 240_000 });

let shop: PlaybookWorld;

// In the dead of night, so that no planner interferes.
beforeAll(async () => {
  shop = await openPlaybookWorld({
    playbook: inventorySync,
    table: TABLE,
    sandbox: { days: 2, ordersPerDay: 120, seed: "stock-night" },
    syncs: ["stock"],
  });
}, 300_000);
afterAll(() => shop.close());
afterEach(() => shop.world.sandbox.faults.clear());

const stock = () => shop.world.sandbox.departments.inventory;

/** The app that compares finds that a channel and the ledger are apart, each time at another place. */
function find(units: number | undefined, direction: Difference["direction"] = "channel above"): Difference {
  const { state } = stock();
  const apart = units ?? 0;
  // Enough for every edit here; a smaller channel may have only a handful.
  const level = state.levels.find((one) => !openAt(state, one) && one.quantities.safety_stock === 0 && one.quantities.available >= 15);
  if (!level) throw new Error("no level is left to come apart");
  const isAbove = direction === "channel above";
  const channelQuantity = level.quantities.available;
  const ledgerQuantity = channelQuantity + (isAbove ? -apart : apart);
  const found: Difference = {
    id: nextDifferenceId(state),
    level,
    unitsApart: apart,
    direction,
    ledgerQuantity,
    channelQuantity,
    soldPerDay: 4.2,
    foundMs: state.nowMs,
    state: "found",
    countedAs: null,
    isReopened: false,
    turn: 0,
  };
  state.differences.push(found);
  state.newestOf.set(level, found);
  const changes = [
    { level, state: "available" as const, delta: isAbove ? -apart : 0 },
    { level, state: "safety_stock" as const, delta: apart },
  ];
  adjust(state, { by: APPS.stock, app: APPS.stock, reason: "safety_stock", documentUri: announcedAs(found), changes });
  shop.advance(2_000);
  return found;
}

/** Somebody else's program changes a quantity, under no document of ours. */
function edit({ level: { itemIndex, channelIndex } }: Difference, state: StockState, delta: number): void {
  shop.advance(2_000);
  const parts = [{ itemIndex, channelIndex, state, delta, from: null }];
  const key = `edit ${itemIndex} ${channelIndex} ${shop.world.sandbox.shop.state.nowMs}`;
  const done = stock().act({ kind: "adjust", key, asked: key, reason: "other", documentUri: null, parts }, SOMEBODY);
  if (!done.ok) throw new Error(done.refusal);
  shop.advance(2_000);
}

const caseOf = (difference: Difference): string => `sku:${documentOf(difference)}`;
const effectsOf = (difference: Difference) => shop.own(caseOf(difference));
const statesOf = async (difference: Difference): Promise<string[]> => (await effectsOf(difference)).map(({ state }) => state);
const quantitiesOf = ({ level }: Difference) => {
  const { available, safety_stock: aside, quality_control: counting } = level.quantities;
  return { available, aside, counting };
};
/** What the vendor took from us about a difference: each quantity with its change. */
const taken = (difference: Difference): unknown[] =>
  shop.taken().flatMap(({ action, changed }) => {
    const { documentUri, parts }: { documentUri?: string; parts?: { state: string; delta: number }[] } = Object(action);
    return documentUri === documentOf(difference) && changed ? [parts?.map(({ state, delta }) => `${state} ${delta}`).join(", ")] : [];
  });

describe("what is decided on a difference is done at the channel", () => {
  test("in draft, back-test and shadow no call that writes arrives at the door", async () => {
    const all = [find(SET), find(ASK), find(STOP), find(KEEP), find(SET, "channel below"), find(KEEP, "channel below")];
    const before = all.map(quantitiesOf);
    expect(await shop.brokenSilence(all.map(caseOf))).toEqual([]);
    expect(all.map(quantitiesOf)).toEqual(before);
  });

  test("approved it is done, rejected it is not; at risk is what the units cost", async () => {
    await shop.put("approve");
    const [approved, rejected] = [find(SET), find(SET)];
    const before = quantitiesOf(rejected);
    await shop.decide();
    const { rows } = await shop.owner.call((api) => api.automations.inbox({ page: 0 }));
    const proposed = (difference: Difference) => rows.find(({ caseId }) => caseId === caseOf(difference));
    const unitCostMinor = shop.world.sandbox.departments.purchasing.state.items[approved.level.itemIndex]!.unitCostMinor;
    expect(proposed(approved)).toMatchObject({ riskMinor: 3 * unitCostMinor, currency: "USD" });
    await shop.owner.call((api) => api.automations.reject({ effectIds: [proposed(rejected)!.effectId], reason: "not now" }));
    const { jobRunId } = await shop.owner.call((api) => api.automations.approve({ effectIds: [proposed(approved)!.effectId] }));
    expect(await shop.isHeard(() => shop.done(jobRunId))).toBe(true);
    expect([taken(approved), quantitiesOf(approved).aside]).toEqual([["safety_stock -3"], 0]);
    expect([taken(rejected), quantitiesOf(rejected)]).toEqual([[], before]);
  });

  test("each outcome does what it says, whichever of the two shows more, and nothing twice by two workers or by records that come again", async () => {
    await shop.put("auto");
    const [set, lacking, counted, stopped, kept, tooMany] = [find(SET), find(SET, "channel below"), find(ASK), find(STOP), find(KEEP), find(KEEP, "channel below")]; // prettier-ignore
    const all = [set, lacking, counted, stopped, kept, tooMany];
    const onSale = quantitiesOf(stopped).available;
    await shop.decide();
    await shop.decide();
    await Promise.all([shop.run(), shop.run()]);
    await shop.run();
    await shop.decide();
    await shop.run();
    expect(all.map(taken)).toEqual([
      ["safety_stock -3"],
      ["safety_stock -3, available 3"],
      ["safety_stock -4, quality_control 4"],
      [`available -${onSale}, safety_stock ${onSale}`],
      ["safety_stock -6, available 6"],
      ["safety_stock -6"],
    ]);
    // A channel that follows the ledger, or its own count, shows that count again.
    for (const one of [set, lacking]) expect(quantitiesOf(one)).toEqual({ available: one.ledgerQuantity, aside: 0, counting: 0 });
    for (const one of [kept, tooMany]) expect(quantitiesOf(one)).toEqual({ available: one.channelQuantity, aside: 0, counting: 0 });
    for (const one of all) expect(await shop.decisionsOn(caseOf(one))).toBe(1);
  });

  test("sold units do not matter; what somebody decided on or raised meanwhile is left alone", async () => {
    const [sold, decided, raised] = [find(SET), find(SET), find(SET, "channel below")];
    await shop.decide();
    edit(sold, "available", -9);
    edit(decided, "safety_stock", -2);
    edit(raised, "available", 5);
    await shop.run();
    expect(await statesOf(sold)).toEqual(["done"]);
    expect(await effectsOf(decided)).toMatchObject([{ state: "refused", problem: expect.stringContaining("decided on or changed") }]);
    expect(await effectsOf(raised)).toMatchObject([{ state: "refused", problem: expect.stringContaining("was raised") }]);
    expect([taken(decided), taken(raised)]).toEqual([[], []]);
    expect(quantitiesOf(raised).available).toBe(raised.channelQuantity + 5);
  });

  test.each([
    ["answers that are lost", { kind: "cut after success", times: 3 }],
    ["a limit", { kind: "http 429", times: 2, retryAfter: "1" }],
    ["an outage", { kind: "http 5xx", times: 3, status: 503 }],
    ["throttling", { kind: "throttled", times: 3 }],
  ] as const)("%s: no change is lost and none doubled, and sales go on meanwhile", async (_what, fault) => {
    const all = [find(SET), find(SET, "channel below"), find(ASK)];
    await shop.decide();
    shop.world.sandbox.faults.set(fault);
    for (let turn = 0; turn < 6; turn += 1) {
      await shop.settle(1);
      if (turn === 0) edit(all[0]!, "available", -2);
    }
    expect(shop.world.sandbox.faults.report().pending).toEqual([]);
    expect(all.map(taken)).toEqual([["safety_stock -3"], ["safety_stock -3, available 3"], ["safety_stock -4, quality_control 4"]]);
    for (const one of all) expect(await statesOf(one)).toEqual(["done"]);
  });
});

describe("how the channels stand", () => {
  test("says how many items at channels are at their target, which are apart and what they wait for", async () => {
    await shop.read();
    const before = (await shop.owner.call((api) => api.automations.inStep({ automationId: shop.automationId })))!;
    const open = find(11);
    await shop.read();
    const now = (await shop.owner.call((api) => api.automations.inStep({ automationId: shop.automationId })))!;
    expect(now.count).toBe(stock().state.levels.length);
    expect(now.atTarget + now.apartCount + now.unknown).toBe(now.count);
    expect(now.apartCount).toBe(before.apartCount + 1);
    expect(now.closed.count).toBeGreaterThan(0);
    const row = now.apart.find(({ caseId }) => caseId === caseOf(open));
    expect(row).toMatchObject({ quantity: open.channelQuantity, target: open.ledgerQuantity, waitsFor: "a decision" });
    expect(now.bound.ms).toBeGreaterThan(0);
  });

  test("what has been open for months is apart still, and gaps closed long ago are counted no more", async () => {
    const open = find(12);
    await shop.read();
    const { now } = shop.house.clock;
    shop.house.clock.now = new Date(now.getTime() + 90 * 86_400_000);
    const later = (await shop.owner.call((api) => api.automations.inStep({ automationId: shop.automationId })))!;
    shop.house.clock.now = now;
    expect(later.apart.map(({ caseId }) => caseId)).toContain(caseOf(open));
    expect(later.closed.count).toBe(0);
  });
});

describe("what was done at channels is taken back", () => {
  test("a whole version, but for the levels that were edited since, which are listed", async () => {
    await shop.put("auto");
    const since = new Date(shop.house.clock.now.getTime() + 1);
    const all = [find(SET), find(SET, "channel below"), find(ASK), find(STOP), find(SET), find(STOP)];
    const before = new Map(all.map((one) => [one, quantitiesOf(one)]));
    await shop.decide();
    shop.house.clock.advance(1_000);
    await shop.run();
    for (const one of all) expect(quantitiesOf(one)).not.toEqual(before.get(one));
    const edited = [all[4]!, all[5]!];
    for (const one of edited) edit(one, "safety_stock", 2);
    const asEdited = new Map(edited.map((one) => [one, quantitiesOf(one)]));
    expect(await shop.undoVersion(since)).toMatchObject({ undone: { length: 4 }, conflicts: { length: 2 } });
    for (const one of all) expect(quantitiesOf(one)).toEqual(asEdited.get(one) ?? before.get(one));
  });
});
