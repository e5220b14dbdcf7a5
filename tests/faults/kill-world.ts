import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Nango } from "@nangohq/node";
import { freePort } from "#db/embedded/free-port.ts";
import { signalProcess } from "#db/embedded/running-process.ts";
import { startEmbedded, type EmbeddedServer } from "#db/embedded/start-embedded.ts";
import { migrateToLatest } from "#db/migrate.ts";
import { bossQueue, openBoss } from "#server/jobs/boss.ts";
import { createLog } from "#server/log.ts";
import { serve } from "#server/sandbox/serve.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { compiledPack } from "#server/start/compiled-pack.ts";
import { importConnection } from "#tests/connected-shop.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { connectionOf, offerVendors, openSyncShop, VENDORS, type Shop } from "./sync-shop.ts";

export const VICTIMS = ["worker", "Nango", "Postgres"] as const;
export type Victim = (typeof VICTIMS)[number];

export type KillWorld = {
  house: TestHouse;
  owner: Member;
  /** Connects a merchant's vendors; an earlier merchant's connections stay at Nango and here until `forget`. */
  open: (seed: string) => Promise<Shop>;
  /** Asks for a run of every sync, and does not wait for it. */
  trigger: () => Promise<void>;
  /** Runs every sync until each has ended well. */
  runAll: () => Promise<void>;
  sweep: () => Promise<void>;
  /** SIGKILL, then the same thing started again, as the supervisor does. */
  kill: (victim: Victim) => Promise<void>;
  /** Until no job of connections waits or runs. */
  settled: () => Promise<void>;
  /** Erases the merchant's connections. */
  forget: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Worker, Nango and Postgres in processes of their own, so that they can be killed; the vendors and the app's door in this one. */
export async function startKillWorld(): Promise<KillWorld> {
  const pack = await compiledPack();
  const home = await mkdtemp(join(tmpdir(), "slipstream-kill-"));
  const startPostgres = () => startEmbedded({ home, mode: "durable", logFile: join(home, "postgres.log") });
  let postgres: EmbeddedServer = await startPostgres();
  await migrateToLatest({ ownerUrl: postgres.ownerUrl, appPassword: postgres.appPassword });
  const { ownerUrl, appUrl } = postgres;

  let shop: Shop | null = null;
  const vendors = await serve([{ answer: async (request) => (shop ? shop.door.answer(request) : null) }], 0);
  const keys = { secretKey: randomUUID(), webhookSigningKey: randomUUID() };
  const nangoPort = await freePort();
  const host = `http://127.0.0.1:${nangoPort}`;
  const log = createLog({ process: "test", level: "silent" });
  const boss = await openBoss({ databaseUrl: appUrl, role: "sender", log });
  const house = await openTestHouse({
    database: { name: "slipstream", ownerUrl, appUrl, drop: async () => {} },
    queue: { enqueue: (...given) => bossQueue(boss).enqueue(...given), enqueueHouseJob: async () => {} },
    settings: { nango: { host, ...keys, connectUrl: host, embedded: true } },
  });
  house.clock.now = new Date();

  // What Nango tells is taken as the app's door takes it; where Postgres is away, Nango tries twice more.
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
      receiveWebhook(house.services, { rawBody: Buffer.concat(chunks).toString("utf8"), headers }).then(
        () => response.writeHead(200).end(),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, "127.0.0.1", resolve);
  });
  const address = receiver.address();
  const webhookUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hooks`;

  const children = new Map<"worker" | "Nango", ChildProcess>();
  let isStopping = false;

  /** Starts it, and again whenever it ends by itself: a lost database may end it, as in an installation. */
  async function begin(name: "worker" | "Nango"): Promise<void> {
    for (;;) {
      const child = name === "worker" ? forkOf("sync-worker.ts", workerEnvironment()) : forkOf("nango-process.ts", process.env);
      children.set(name, child);
      if (name === "Nango")
        child.send({
          ...keys,
          pack,
          upstreams: Object.fromEntries(VENDORS.map((vendor) => [vendor, vendors.url])),
          port: nangoPort,
          databaseUrl: ownerUrl,
          encryptionKey: "a key of thirty-two characters..",
          webhookUrl,
        });
      const begun = await Promise.race([once(child, "message").then(() => true), once(child, "exit").then(() => false)]);
      if (!begun) {
        await wait(200);
        continue;
      }
      child.once("exit", () => {
        if (children.get(name) === child && !isStopping) void begin(name);
      });
      return;
    }
  }
  const workerEnvironment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    DATABASE_URL: appUrl,
    SLIPSTREAM_SECRET: "s".repeat(32),
    LOG_LEVEL: "silent",
    NANGO_HOST: host,
    NANGO_SECRET_KEY: keys.secretKey,
    NANGO_WEBHOOK_SIGNING_KEY: keys.webhookSigningKey,
    NANGO_CONNECT_URL: host,
  });

  await begin("Nango");
  await begin("worker");
  const nango = new Nango({ host, secretKey: keys.secretKey });
  const owner = await house.ownerOf("Harbour killed");
  await offerVendors(nango);

  /** Again until it goes through: whoever is asked may have been killed just now. */
  async function stubborn<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (tries === 150) throw error;
        await wait(200);
      }
    }
  }

  const statesOf = (vendor: (typeof VENDORS)[number], of: Shop) =>
    stubborn(async () => (await nango.syncStatus(vendor, "*", of.nangoIds[vendor])).syncs);

  async function runVendor(vendor: (typeof VENDORS)[number], of: Shop): Promise<void> {
    const before = new Map((await statesOf(vendor, of)).map(({ name, finishedAt }) => [name, finishedAt]));
    await stubborn(() => nango.triggerSync(vendor, [...before.keys()], of.nangoIds[vendor]));
    for (;;) {
      const states = await statesOf(vendor, of);
      const ended = states.filter(({ name, status, finishedAt }) => status !== "RUNNING" && finishedAt && finishedAt !== before.get(name));
      if (ended.length === states.length) {
        const failed = states.filter(({ status }) => status !== "SUCCESS").map(({ name, status }) => `${name} ${status}`);
        if (failed.length > 0) throw new Error(`${vendor}: ${failed.join(", ")}`);
        return;
      }
      await wait(50);
    }
  }

  const shopNow = (): Shop => {
    if (!shop) throw new Error("no shop is open");
    return shop;
  };

  return {
    house,
    owner,
    async open(seed) {
      const opened = openSyncShop(seed);
      shop = opened;
      for (const vendor of VENDORS)
        await stubborn(() => importConnection(host, keys.secretKey, connectionOf(vendor, opened, owner.workspaceId)));
      return opened;
    },
    async trigger() {
      const of = shopNow();
      for (const vendor of VENDORS)
        await stubborn(async () => {
          const { syncs } = await nango.syncStatus(vendor, "*", of.nangoIds[vendor]);
          await nango.triggerSync(
            vendor,
            syncs.map(({ name }) => name),
            of.nangoIds[vendor],
          );
        });
    },
    async runAll() {
      await Promise.all(VENDORS.map((vendor) => runVendor(vendor, shopNow())));
    },
    sweep: () => stubborn(async () => void (await sweepConnections(house.services, new AbortController().signal))),
    async kill(victim) {
      if (victim === "Postgres") {
        signalProcess(postgres.pid, "SIGKILL");
        await postgres.exited;
        postgres = await startPostgres();
        return;
      }
      const child = children.get(victim);
      if (!child) return;
      children.delete(victim);
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      await begin(victim);
    },
    settled: () =>
      stubborn(async () => {
        const { rows } = await house.store.pool.query<{ left: number }>(
          `select count(*)::int as left from pgboss.job where name in ('sync-connection', 'ingest-records', 'erase-connection')
             and state in ('created', 'retry', 'active')`,
        );
        if (rows[0]?.left !== 0) throw new Error(`${rows[0]?.left} jobs of connections are not done`);
      }),
    async forget() {
      for (const { id: connectionId, name } of await owner.call((api) => api.connections.list({})))
        await stubborn(() => owner.call((api) => api.connections.erase({ connectionId, confirmName: name })));
      await stubborn(async () => {
        if ((await owner.call((api) => api.connections.list({}))).length > 0) throw new Error("connections are not erased");
      });
      shop = null;
    },
    async stop() {
      isStopping = true;
      for (const child of children.values()) child.kill("SIGKILL");
      await boss.stop({ graceful: false });
      await house.close();
      await vendors.close();
      receiver.closeAllConnections();
      receiver.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const forkOf = (file: string, env: NodeJS.ProcessEnv): ChildProcess =>
  fork(fileURLToPath(new URL(`./${file}`, import.meta.url)), { execArgv: [], env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
