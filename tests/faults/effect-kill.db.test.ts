import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { seededRandom } from "#server/domain/effort/random.ts";
import { openEffectsWorld, type EffectsWorld } from "#tests/automations/effects-world.ts";

/** Kills at random moments of one run of `npm test`; `npm run faults` sets more. A failure names its seed. */
const KILLS = Number(process.env["FAULT_KILLS"] ?? 2);
/** Calls at the vendor's door that carrying out the effects of one seed takes, or a few less. */
const CALLS = 8;
const QUIET_MS = 1_000;

let shop: EffectsWorld;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  shop = await openEffectsWorld();
  await shop.put("auto");
}, 120_000);
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await shop.close();
});

afterEach(() => {
  shop.world.atDoor.before = null;
  shop.world.atDoor.after = null;
});

function startWorker(): ChildProcess {
  const { host, secretKey, webhookSigningKey, connectUrl } = shop.world.settings;
  const worker = fork(fileURLToPath(new URL("./effect-worker.ts", import.meta.url)), {
    execArgv: [],
    env: {
      ...process.env,
      DATABASE_URL: shop.house.services.settings.databaseUrl,
      SLIPSTREAM_SECRET: "s".repeat(32),
      LOG_LEVEL: "silent",
      NANGO_HOST: host,
      NANGO_SECRET_KEY: secretKey,
      NANGO_WEBHOOK_SIGNING_KEY: webhookSigningKey,
      NANGO_CONNECT_URL: connectUrl,
      WORKSPACE: shop.workspaceId,
      NOW: shop.house.clock.now.toISOString(),
    },
  });
  workers.push(worker);
  return worker;
}

test("a worker killed with SIGKILL between the vendor's acceptance and its commit leaves exactly one effect at the vendor", async () => {
  const [release = 0] = shop.hold("INCORRECT_ADDRESS", 1);
  await shop.decide();
  const [first] = (await shop.effects()).filter(({ state }) => state === "ready");
  expect(first).toBeDefined();

  let killed = 0;
  shop.world.atDoor.after = async ({ changed }) => {
    const worker = workers[0];
    if (!changed || !worker || killed > 0) return;
    killed += 1;
    const gone = once(worker, "exit");
    worker.kill("SIGKILL");
    await gone; // The vendor's answer leaves when nobody is there to take it.
  };
  const victim = startWorker();
  expect(await once(victim, "exit")).toEqual([null, "SIGKILL"]);
  expect(killed).toBe(1);
  const inDoubt = (await shop.effects()).filter(({ state }) => state === "running");
  expect(inDoubt).toHaveLength(1);

  shop.endLoans();
  expect(await once(startWorker(), "message")).toMatchObject([{ settled: expect.any(Number) }, undefined]);
  const effects = await shop.effects();
  expect(effects.find(({ id }) => id === inDoubt[0]?.id)).toMatchObject({ state: "done" });
  expect(effects.filter(({ state }) => state !== "done")).toEqual([]);
  // One line in the vendor's ledger for each effect, however often it was tried.
  expect(shop.ledger()).toHaveLength(effects.length);
  expect(shop.ledger(release)).toEqual([{ kind: "release", orderNumber: release, changed: true }]);
}, 60_000);

/** Until what a dead worker asked Nango for has come to its end there: an effect is lent for longer than that. */
async function quiet(): Promise<void> {
  for (let known = -1; known !== shop.world.calls.length;) {
    known = shop.world.calls.length;
    await wait(QUIET_MS);
  }
}

/** Kills a worker at its n-th call at the vendor's door, before the vendor has looked at it or when it is answered. @returns whether it came so far */
async function killAt(call: number, moment: "before" | "after"): Promise<boolean> {
  let calls = 0;
  let isKilled = false;
  const victim = startWorker();
  const ended = Promise.race([once(victim, "exit"), once(victim, "message")]);
  shop.world.atDoor[moment] = async () => {
    calls += 1;
    if (calls !== call || victim.exitCode !== null) return;
    isKilled = true;
    const gone = once(victim, "exit");
    victim.kill("SIGKILL");
    await gone;
  };
  await ended;
  shop.world.atDoor[moment] = null;
  victim.kill("SIGKILL");
  return isKilled;
}

test(
  `workers killed with SIGKILL at ${KILLS} random moments lose no effect and double none`,
  async () => {
    let killed = 0;
    for (let seed = 1; seed <= KILLS; seed += 1) {
      const random = seededRandom(seed);
      const orders = [...shop.hold("INCORRECT_ADDRESS", 1), ...shop.hold("INVENTORY_OUT_OF_STOCK", 1)];
      await shop.decide();
      if (await killAt(1 + Math.floor(random() * CALLS), random() < 0.5 ? "before" : "after")) killed += 1;
      await quiet();
      shop.endLoans();
      await once(startWorker(), "message");
      for (const order of orders) {
        const what = `seed ${seed}, order ${order}`;
        expect([what, (await shop.effects(order)).map(({ state }) => state)]).toEqual([what, ["done"]]);
        expect([what, shop.ledger(order).length]).toEqual([what, 1]);
      }
    }
    process.stdout.write(`SIGKILL at ${killed} of ${KILLS} random moments\n`);
    expect(killed).toBeGreaterThanOrEqual(KILLS / 2);
  },
  60_000 + KILLS * 60_000,
);
