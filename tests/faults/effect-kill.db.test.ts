import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEffectsWorld, type EffectsWorld } from "#tests/automations/effects-world.ts";

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
