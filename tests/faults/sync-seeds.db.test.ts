import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "#server/domain/effort/random.ts";
import type { Fault } from "#server/sandbox/faults.ts";
import { drifted, driftOf } from "./drift.ts";
import { showLastMinute, VENDORS, type Shop, type Vendor } from "./sync-shop.ts";
import { startSyncWorld, type Hook, type SyncWorld } from "./sync-world.ts";
import { compareWithVendors, flawsOf } from "./vendors-ledger.ts";

/** Seeds of one run of `npm test`; `npm run faults` sets more. A failure names its seed, and FAULT_FROM replays it with FAULT_SEEDS=1. */
const SEEDS = Number(process.env["FAULT_SEEDS"] ?? 3);
const FROM = Number(process.env["FAULT_FROM"] ?? 1);
const ROUNDS = 3;
const HOUR_MS = 3_600_000;

let world: SyncWorld;
const injected = new Map<string, number>();
const note = (what: string, times = 1): void => void injected.set(what, (injected.get(what) ?? 0) + times);

beforeAll(async () => {
  world = await startSyncWorld();
}, 180_000);
afterAll(async () => world.stop());

type Random = {
  next: () => number;
  chance: (share: number) => boolean;
  below: (limit: number) => number;
  pick: <T>(items: readonly T[]) => T;
};

function randomOf(seed: number): Random {
  const next = seededRandom(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}

/** What the vendors do wrong in the next round. Up to eight errors in a row: a call is tried six times. */
function spoilVendors({ faults }: Shop["sandbox"], random: Random): void {
  const times = () => 1 + random.below(3);
  const possible: (() => Extract<Fault, { times: number }>)[] = [
    () => ({ kind: "http 429", times: times(), retryAfter: random.pick([null, "0", "Fri, 27 Nov 2026 00:00:00 GMT"]) }),
    () => ({ kind: "http 5xx", times: 1 + random.below(8), status: random.pick([500, 502, 503]) }),
    () => ({ kind: "short page", times: times() }),
    () => ({ kind: "cursor expired", times: 1 }),
    () => ({ kind: "webhook lost", times: 1 + random.below(10) }),
    () => ({ kind: "webhook duplicated", times: 1 + random.below(5), copies: 2 + random.below(4) }),
    () => ({ kind: "webhook delayed", times: 1 + random.below(10) }),
    () => ({ kind: "webhooks shuffled", times: 1 }),
    () => ({ kind: "webhook forged", times: times() }),
  ];
  for (const fault of possible) if (random.chance(0.3)) faults.set(fault());
  if (random.chance(0.05)) faults.set({ kind: "throttled", times: 1 });
  if (random.chance(0.06)) faults.set({ kind: "slow loris", times: 1 });
}

/** Tokens that end before their time, of one of the three vendors that give some. */
function spoilTokens({ shopify, zendesk, netsuite }: Shop, random: Random): void {
  const { tokens } = random.pick([shopify, zendesk, netsuite]);
  if (random.chance(0.15)) {
    tokens.expireAll();
    note("token expired");
  }
  if (random.chance(0.06)) {
    tokens.revokeAll();
    note("access revoked");
  }
  if (random.chance(0.06)) {
    const what = random.pick(["orders", "returns", "customers", "users", "reports"]);
    for (const right of ["read", "write"]) shopify.tokens.removeScope(`${right}_${what}`);
    note(`scope removed: ${what}`);
  }
}

/** A person connects a vendor again, or has one erased and connects it anew. */
async function meddle(random: Random): Promise<void> {
  if (random.chance(0.06)) {
    await world.connectAgain(random.pick(VENDORS));
    note("connected again while all was well");
  }
  if (random.chance(0.06)) {
    if (await world.eraseAndConnect(random.pick(VENDORS))) note("connection erased and made anew");
  }
}

/** Rows that drift from what is documented, and calls of which the vendor's answer never arrives. */
function spoilAnswers(shop: Shop, random: Random): void {
  shop.atDoor = async (_request, whole) => {
    const answer = async () => {
      const reply = await whole();
      return reply && drifted(reply, shop.drift, (what) => note(`vendor: ${what}`));
    };
    if (!random.chance(0.03)) return answer();
    const after = random.chance(0.5);
    note(`vendor's answer cut, ${after ? "after" : "before"} the call`);
    const reply = after ? await answer() : null;
    return { status: 200, headers: {}, ...reply, body: "", wire: "cut" };
  };
}

/** Nango or the worker dies at one of the next messages to its database. */
function planDeaths(random: Random): void {
  const when = random.pick(["before", "after"] as const);
  if (random.chance(0.06)) {
    world.lines.nango.cutAfter(1 + random.below(150), when, () => {
      note("death of Nango");
      void world.restartNango();
    });
  }
  if (random.chance(0.6)) {
    world.lines.worker.cutAfter(1 + random.below(120), when, () => note("death of the worker"));
  }
}

/** What Nango tells the app arrives doubled, shuffled, later, changed, or not. @returns what comes in a later round */
async function tellApp(hooks: Hook[], random: Random): Promise<Hook[]> {
  const late: Hook[] = [];
  const now: Hook[] = [];
  for (const hook of hooks) {
    const draw = random.next();
    if (draw < 0.2) note("notice lost");
    else if (draw < 0.35) {
      note("notice late");
      late.push(hook);
    } else if (draw < 0.4) {
      note("notice forged");
      const forged = { ...hook, rawBody: hook.rawBody.replace('"connectionId":"', '"connectionId":"x') };
      expect(["forged", "lost"]).toContain(await world.take(forged));
    } else {
      now.push(hook);
      if (draw < 0.6) {
        note("notice doubled");
        now.push(hook);
      }
    }
  }
  if (random.chance(0.5)) {
    note("notices shuffled");
    now.sort(() => random.next() - 0.5);
  }
  for (const hook of now) await world.take(hook);
  return late;
}

async function runSeed(seed: number): Promise<void> {
  const random = randomOf(seed);
  const shop = await world.openShop(`faults-${seed}`);
  const { sandbox } = shop;
  if (random.chance(0.5))
    shop.drift = driftOf(sandbox, (items, count) => Array.from({ length: Math.min(count, items.length) }, () => random.pick(items)));
  if (random.chance(0.5)) world.routeWebhooks();
  let late: Hook[] = [];
  const old: Hook[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) await meddle(random);
    spoilVendors(sandbox, random);
    spoilTokens(shop, random);
    spoilAnswers(shop, random);
    planDeaths(random);
    if (round > 0) sandbox.advance(sandbox.shop.state.nowMs + random.next() * 2 * HOUR_MS);
    const vendors = VENDORS.filter(() => random.chance(0.5));
    const follows = round === 0 || random.chance(0.3);
    const told = shop.shopify.webhooks.flush();
    const synced = world.runSyncs(vendors);
    if (follows) await world.sweep();
    await Promise.all([told, synced, world.work(random.chance(0.3) ? 2 : 1)]);
    if (random.chance(0.3)) note("two workers at once");
    const arrived = [...late, ...world.hooks.splice(0)];
    old.push(...arrived);
    late = await tellApp(arrived, random);
    await world.work();
  }
  // All is well again.
  for (const [kind, times] of Object.entries(sandbox.faults.report().injected)) note(`vendor: ${kind}`, times);
  sandbox.faults.clear();
  shop.drift.poisoned.clear();
  shop.atDoor = async (_request, answer) => {
    const reply = await answer();
    return reply && drifted(reply, shop.drift, () => {});
  };
  world.lines.worker.mend();
  await world.settled();
  world.lines.nango.mend();
  await judge(seed, shop, async () => {
    const again = Array.from({ length: Math.min(3, old.length) }, () => random.pick(old));
    note("notice a day late", late.length);
    note("old notice sent again", again.length);
    for (const hook of [...late, ...again]) expect(["enqueued", "ignored"]).toContain(await world.take(hook));
  });
  await world.closeShop();
}

const MOST_LOOKS = 3;

/** After one more run and a sweep; where they find out that access was lost, or a run failed, after a person's help and another run and sweep. */
async function judge(seed: number, shop: Shop, tellLate: () => Promise<void>): Promise<void> {
  const { house, owner } = world;
  const named = `seed ${seed} (FAULT_FROM=${seed} FAULT_SEEDS=1 npm run faults)`;
  const { sandbox } = shop;
  showLastMinute(shop);
  await shop.shopify.webhooks.flush();
  let ends = await world.runSyncs(VENDORS);
  await world.sweep();
  await world.work();
  const connections = await owner.call((api) => api.connections.list({}));
  expect(connections, `${named}: connections`).toHaveLength(VENDORS.length);
  // That a right is missing may show only once a run has ended well: then a person is asked after it.
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    let helped = 0;
    for (const vendor of VENDORS) {
      if (!(await asksToConnectAgain(vendor))) continue;
      helped += 1;
      await world.connectAgain(vendor);
    }
    note("connected again by a person", helped);
    if (helped === 0 && failing(ends).length === 0) break;
    ends = await world.runSyncs(VENDORS);
    await world.sweep();
    await world.work();
  }
  const ran = VENDORS.filter((vendor) => [...ends.keys()].some((name) => name.startsWith(`${vendor}/`)));
  expect({ named, ran, failing: failing(ends) }).toEqual({ named, ran: [...VENDORS], failing: [] });
  await tellLate();
  await world.work();
  const place = { workspaceId: owner.workspaceId, sandbox, drift: shop.drift };
  const flaws = Object.entries(await flawsOf(house.store, place)).filter(([, count]) => count !== 0);
  const { differences, compared: lines } = await compareWithVendors(house.store, place);
  const such = differences.map(({ what, missing, added }) => ({
    what,
    missing: missing.length,
    added: added.length,
    such: [...missing.slice(0, 2), ...added.slice(0, 2)],
  }));
  expect({ named, flaws, such }).toEqual({ named, flaws: [], such: [] });
  compared += lines;
}

const failing = (ends: ReadonlyMap<string, string>) => [...ends].filter(([, status]) => status !== "SUCCESS");

/** Whether the vendor's page says so: access is lost, or a right that it had is no longer granted. */
async function asksToConnectAgain(vendor: Vendor): Promise<boolean> {
  const { owner } = world;
  const connections = await owner.call((api) => api.connections.list({}));
  const found = connections.find(({ integration }) => integration === vendor);
  if (!found || found.state === "broken") return true;
  const { scopes } = await owner.call((api) => api.connections.get({ connectionId: found.id }));
  return vendor === "shopify" && scopes.some(({ granted }) => !granted);
}

let compared = 0;

/** Whatever a row that cannot be read is a row of, it is set aside under this model. */
const SET_ASIDE = [
  ["orders", "RejectedOrder"],
  ["fulfilment orders", "RejectedFulfilmentOrder"],
  ["returns", "RejectedReturn"],
  ["entries of timelines", "RejectedOpsEvent"],
  ["tickets", "RejectedTicket"],
  ["saves of tickets", "RejectedOpsEvent"],
  ["parcels", "RejectedShipment"],
  ["labels", "RejectedLabel"],
  ["purchase orders", "RejectedPurchaseOrder"],
  ["saves of transactions", "RejectedOpsEvent"],
  ["balances of stock", "RejectedInventoryLevel"],
  ["levels of stock", "RejectedInventoryLevel"],
  ["acts on stock", "RejectedStockOpsEvent"],
] as const;

/** As the page of each connection tells it. */
async function toldAside() {
  const { owner } = world;
  const connections = await owner.call((api) => api.connections.list({}));
  return Promise.all(connections.map(async ({ id }) => (await owner.call((api) => api.connections.get({ connectionId: id }))).setAside));
}

test("a row of any kind that cannot be read is set aside while the rest arrives, and is read when the vendor has mended it", async () => {
  const { house, owner } = world;
  const shop = await world.openShop("faults-set-aside");
  const { sandbox } = shop;
  // Every returned order, ticket and purchase order there is, and some of the others.
  shop.drift = driftOf(sandbox, (items) => items.slice(-8));
  shop.atDoor = async (_request, answer) => {
    const reply = await answer();
    return reply && drifted(reply, shop.drift, () => {});
  };
  const look = async () => {
    await world.runSyncs(VENDORS);
    await world.sweep();
    await world.work();
    const place = { workspaceId: owner.workspaceId, sandbox, drift: shop.drift };
    return { flaws: await flawsOf(house.store, place), ...(await compareWithVendors(house.store, place)) };
  };
  const spoiled = await look();
  const lacking = new Map(spoiled.differences.map(({ what, missing }) => [what, missing.length]));
  expect(SET_ASIDE.filter(([what]) => !lacking.get(what))).toEqual([]);
  expect(spoiled.compared).toBeGreaterThan(500);
  const models = await setAsideIn();
  expect(models).toEqual([...new Set(SET_ASIDE.map(([, model]) => model))].toSorted());
  const told = await toldAside();
  expect([...new Set(told.flatMap(({ kinds }) => kinds.map(({ model }) => `Rejected${model}`)))].toSorted()).toEqual(models);
  expect(told.flatMap(({ rows }) => rows.filter(({ reason }) => !reason))).toEqual([]);
  const counts = told.map(({ kinds }) => kinds.reduce((sum, { count }) => sum + count, 0));
  expect(Math.max(...counts)).toBeGreaterThan(20);
  expect(told.map(({ rows }) => rows.length)).toEqual(counts.map((count) => Math.min(count, 20)));

  shop.drift.poisoned.clear();
  const mended = await look();
  expect(mended.differences).toEqual([]);
  expect((await toldAside()).filter(({ kinds, rows }) => kinds.length + rows.length > 0)).toEqual([]);
  expect(Object.entries(mended.flaws).filter(([, count]) => count !== 0)).toEqual([]);
  await world.closeShop();
}, 120_000);

// Seed 159: an order that had been set aside was read while the shop hid customers, and stayed without one for good.
test("what is read again while a shop hides its customers gets them when the shop shows them anew", async () => {
  const { house, owner } = world;
  const shop = await world.openShop("faults-customers");
  const { sandbox } = shop;
  shop.drift = driftOf(sandbox, (items) => items.slice(0, 3));
  shop.atDoor = async (_request, answer) => {
    const reply = await answer();
    return reply && drifted(reply, shop.drift, () => {});
  };
  await world.runSyncs(["shopify"]);
  shop.drift.poisoned.clear();
  for (const right of ["read", "write"]) shop.shopify.tokens.removeScope(`${right}_customers`);
  await world.runSyncs(["shopify"]);
  const place = { workspaceId: owner.workspaceId, sandbox, drift: shop.drift };
  const ofOrders = async () => {
    await world.sweep();
    await world.work();
    const { differences } = await compareWithVendors(house.store, place);
    return differences.filter(({ what }) => what === "orders");
  };
  // The three, and what the overlap of a few minutes has read again.
  expect((await ofOrders())[0]?.missing.length).toBeGreaterThanOrEqual(3);
  await world.connectAgain("shopify");
  await world.runSyncs(VENDORS);
  expect(await ofOrders()).toEqual([]);
  await world.closeShop();
}, 120_000);

const setAsideIn = (): Promise<string[]> =>
  world.house.store.within({ workspaceId: world.owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{
      model: string;
    }>`select distinct model from record_current where model like 'Rejected%' and deleted_at is null order by model`.execute(tx);
    return rows.map(({ model }) => model);
  });

test(
  `${SEEDS} runs of syncs with faults at random moments: our rows are the vendors', none lost, none doubled, none deleted`,
  async () => {
    for (let seed = FROM; seed < FROM + SEEDS; seed += 1) {
      await runSeed(seed);
      if (SEEDS > 3 && (seed + 1 - FROM) % 10 === 0)
        process.stdout.write(`seeds ${FROM} to ${seed}: ${compared} records and events compared\n`);
    }
    const lines = [...injected].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${String(count).padStart(7)}  ${what}`);
    if (SEEDS > 3) process.stdout.write(`${SEEDS} seeds from ${FROM}, ${compared} records and events compared:\n${lines.join("\n")}\n`);
    expect(compared).toBeGreaterThan(SEEDS * 100);
    expect(injected.size).toBeGreaterThanOrEqual(Math.min(SEEDS * 3, 12));
  },
  Math.max(300_000, SEEDS * 90_000),
);
