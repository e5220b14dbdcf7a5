import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "#server/domain/effort/random.ts";
import { startKillWorld, VICTIMS, type KillWorld, type Victim } from "./kill-world.ts";
import { showLastMinute } from "./sync-shop.ts";
import { compareWithVendors, flawsOf } from "./vendors-ledger.ts";

/** Seeds of one run of `npm test`; `npm run faults` sets more. A seed says who is killed and when; what they do just then is the machine's. */
const SEEDS = Number(process.env["FAULT_KILLS"] ?? 1);
const FROM = Number(process.env["FAULT_FROM"] ?? 1);
const KILLS = 3; // a seed: each victim once, in an order and at moments of the seed's own
const LONGEST_WAIT_MS = 1_500;
const HOUR_MS = 3_600_000;

let world: KillWorld;
const killed = new Map<Victim, number>();

beforeAll(async () => {
  world = await startKillWorld();
}, 300_000);
afterAll(async () => world.stop(), 60_000);

async function runSeed(seed: number): Promise<number> {
  const { house, owner } = world;
  const random = seededRandom(seed);
  const shop = await world.open(`kills-${seed}`);
  const { sandbox } = shop;
  await world.sweep();
  const victims = VICTIMS.map((victim) => ({ victim, order: random() })).toSorted((a, b) => a.order - b.order);
  for (const { victim } of victims.slice(0, KILLS)) {
    await world.trigger();
    await wait(random() * LONGEST_WAIT_MS);
    await world.kill(victim);
    killed.set(victim, (killed.get(victim) ?? 0) + 1);
    sandbox.advance(sandbox.shop.state.nowMs + random() * HOUR_MS);
    await world.sweep();
  }
  showLastMinute(shop);
  await world.runAll();
  await world.sweep();
  await world.settled();
  const place = { workspaceId: owner.workspaceId, sandbox, drift: shop.drift };
  const flaws = Object.entries(await flawsOf(house.store, place)).filter(([, count]) => count !== 0);
  const { differences, compared } = await compareWithVendors(house.store, place);
  const named = `seed ${seed} (FAULT_FROM=${seed} FAULT_KILLS=1)`;
  expect({ named, flaws, differences }).toEqual({ named, flaws: [], differences: [] });
  await world.forget();
  return compared;
}

test(
  `worker, Nango and Postgres killed with SIGKILL in the middle of syncs, ${SEEDS} times each: our rows are the vendors', none lost, none doubled`,
  async () => {
    let compared = 0;
    for (let seed = FROM; seed < FROM + SEEDS; seed += 1) compared += await runSeed(seed);
    expect(compared).toBeGreaterThan(SEEDS * 500);
    expect([...killed.values()].reduce((sum, times) => sum + times, 0)).toBe(SEEDS * KILLS);
    if (SEEDS > 1)
      process.stdout.write(
        `${compared} records and events compared after ${[...killed].map(([who, times]) => `${times} of ${who}`).join(", ")}\n`,
      );
  },
  Math.max(300_000, SEEDS * 180_000),
);
