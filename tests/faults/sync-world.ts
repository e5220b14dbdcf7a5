import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Nango } from "@nangohq/node";
import { testDatabase } from "#db/test-database.ts";
import { startEmulator, type RunningEmulator } from "#server/emulator/start-emulator.ts";
import { jobs } from "#server/jobs/index.ts";
import { payloads } from "#server/queue.ts";
import type { Door } from "#server/sandbox/door.ts";
import { serve } from "#server/sandbox/serve.ts";
import { subscribeAll } from "#server/sandbox/vendors/shopify/webhooks.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { runTracked } from "#server/services/jobs/run-tracked.ts";
import { compiledPack } from "#server/start/compiled-pack.ts";
import { importConnection } from "#tests/connected-shop.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { nangoThreads } from "#tests/nango-threads.ts";
import { connectionOf, DAY_MS, offerVendors, openSyncShop, UNTIL_MS, VENDORS, type Shop, type Vendor } from "./sync-shop.ts";
import { openPostgresLine, type PostgresLine } from "./postgres-line.ts";

const VENDOR_TIMEOUT_MS = 1_000; // a vendor that answers byte by byte is given up for

/** A webhook of Nango as it came. */
export type Hook = { rawBody: string; headers: Record<string, string> };

export type SyncWorld = {
  house: TestHouse;
  owner: Member;
  /** How the embedded Nango reaches its database, and how the worker does. */
  lines: { nango: PostgresLine; worker: PostgresLine };
  /** Webhooks of Nango that nobody has taken yet. */
  hooks: Hook[];
  /** Opens a merchant and connects its vendors; an earlier one is gone. */
  openShop: (seed: string) => Promise<Shop>;
  /** Has the shop's webhooks sent to Nango; without it only the syncs see a change. */
  routeWebhooks: () => void;
  /** Gives a vendor's connection new credentials, as a person does who connects it again. */
  connectAgain: (vendor: Vendor) => Promise<void>;
  /** A person has a vendor's connection deleted with all its data, and connects the vendor anew. @returns false where the portal shows none yet */
  eraseAndConnect: (vendor: Vendor) => Promise<boolean>;
  /** Runs syncs at once and waits for their ends; one that a restart ends is not begun again. @returns how each ended */
  runSyncs: (vendors: readonly Vendor[]) => Promise<Map<string, string>>;
  /** The embedded Nango has died: drops all that it remembers, and starts another one from the database. */
  restartNango: () => Promise<void>;
  /** Every connection is looked at, as every five minutes. */
  sweep: () => Promise<void>;
  /** Takes a webhook as the app's door does. */
  take: (hook: Hook) => Promise<string>;
  /** Works on what is enqueued, with so many workers at each job. A worker that dies leaves its job to the next one. */
  work: (workers?: number) => Promise<void>;
  /** Erases the connections of the merchant. */
  closeShop: () => Promise<void>;
  /** Whether nothing goes on at Nango any more. */
  settled: () => Promise<void>;
  stop: () => Promise<void>;
};

/** The product's ingest over the embedded Nango and a sandbox merchant, all in this process; databases and pack are shared by all seeds. */
export async function startSyncWorld(): Promise<SyncWorld> {
  const pack = await compiledPack();
  const [houseDatabase, nangoDatabase] = [await testDatabase(), await testDatabase()];
  const lines = { nango: await openPostgresLine(nangoDatabase.ownerUrl), worker: await openPostgresLine(houseDatabase.appUrl) };
  const hooks: Hook[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
      hooks.push({ rawBody: Buffer.concat(chunks).toString("utf8"), headers });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, "127.0.0.1", resolve);
  });
  const address = receiver.address();
  const hookUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hooks`;

  let shop: Shop | null = null;
  const current: Door = { answer: async (request) => (shop ? shop.door.answer(request) : null) };
  const served = await serve([current], 0);

  const keys = { secretKey: randomUUID(), webhookSigningKey: randomUUID() };
  const start = (port: number) =>
    startEmulator({
      ...keys,
      pack,
      upstreams: Object.fromEntries(VENDORS.map((vendor) => [vendor, served.url])),
      port,
      databaseUrl: lines.nango.through(nangoDatabase.ownerUrl),
      encryptionKey: "a key of thirty-two characters..",
      webhookUrl: hookUrl,
      webhookRetryDelaysMs: [5, 5],
      proxyRetryDelayMs: 2,
      vendorTimeoutMs: VENDOR_TIMEOUT_MS,
      threads: nangoThreads,
      runsSchedule: false,
      report: () => {},
    });
  let emulator: RunningEmulator = await start(0);
  let generation = 0;
  let restarting: Promise<void> = Promise.resolve();
  const host = emulator.url;
  const nango = new Nango({ host, secretKey: keys.secretKey });
  const house = await openTestHouse({
    database: { ...houseDatabase, appUrl: lines.worker.through(houseDatabase.appUrl) },
    settings: { nango: { host, ...keys, connectUrl: host, embedded: true } },
  });
  house.clock.now = new Date(UNTIL_MS + 30 * DAY_MS);
  const owner = await house.ownerOf("Harbour");
  await offerVendors(nango);
  const found = await nango.getIntegration({ uniqueKey: "shopify" }, { include: ["webhook"] });
  const shopifyWebhooks = "webhook_url" in found.data ? (found.data.webhook_url ?? "") : "";

  const connect = (vendor: Vendor, of: Shop): Promise<void> =>
    importConnection(host, keys.secretKey, connectionOf(vendor, of, owner.workspaceId));

  const openShopNow = (): Shop => {
    if (!shop) throw new Error("no shop is open");
    return shop;
  };
  const syncStates = async (vendor: Vendor) => (await nango.syncStatus(vendor, "*", openShopNow().nangoIds[vendor])).syncs;
  const isDead = (error: unknown): boolean => error instanceof Error && "isAxiosError" in error && !("response" in error && error.response);

  /** The answer of Nango, from the one that comes after it where it dies over the question. */
  async function asked<T>(question: () => Promise<T>): Promise<T | "died"> {
    const before = generation;
    try {
      return await question();
    } catch (error) {
      await restarting;
      if (generation !== before || isDead(error)) return "died";
      throw error;
    }
  }

  async function runSyncs(vendors: readonly Vendor[]): Promise<Map<string, string>> {
    const ends = new Map<string, string>();
    const one = async (vendor: Vendor): Promise<void> => {
      const begunIn = generation;
      const before = await asked(() => syncStates(vendor));
      if (before === "died") return;
      const finishedAt = new Map(before.map((sync) => [sync.name, sync.finishedAt]));
      if ((await asked(() => nango.triggerSync(vendor, [...finishedAt.keys()], openShopNow().nangoIds[vendor]))) === "died") return;
      for (;;) {
        await restarting;
        const states = await asked(() => syncStates(vendor));
        if (states === "died" || generation !== begunIn) return;
        if (states.every(({ name, status, finishedAt: at }) => status !== "RUNNING" && at !== undefined && at !== finishedAt.get(name))) {
          for (const { name, status } of states) ends.set(`${vendor}/${name}`, status);
          return;
        }
        await wait(8);
      }
    };
    await Promise.all(vendors.map(one));
    return ends;
  }

  /** A first sync is followed until it ends: without a schedule here, somebody has to have begun it. */
  async function isFollowable(): Promise<boolean> {
    for (const vendor of VENDORS) {
      const states = await asked(() => syncStates(vendor));
      if (states === "died" || states.some(({ finishedAt, status }) => finishedAt === undefined || status === "RUNNING")) return false;
    }
    return true;
  }

  /** @returns whether the job is over */
  async function workOn(name: (typeof jobs)[number]["name"], given: unknown): Promise<boolean> {
    const job = jobs.find((candidate) => candidate.name === name);
    if (!job) throw new Error(`no job is called ${name}`);
    const payload = payloads[name].parse(given);
    const tracked = { name, signal: new AbortController().signal, lastTry: false };
    try {
      const outcome = await runTracked(house.services, payload, {
        ...tracked,
        work: (context, progress) => job.run(context, payload, progress),
      });
      return outcome === "ended";
    } catch {
      // The worker died over it, and cannot say so: another one, that reaches the database, is given the job.
      lines.worker.mend();
      return false;
    }
  }

  async function work(workers = 1): Promise<void> {
    const later: TestHouse["jobs"] = [];
    for (let next = house.jobs.shift(); next; next = house.jobs.shift()) {
      const { name, payload } = next;
      if (name === "build-audit" || (name === "sync-connection" && !(await isFollowable()))) {
        later.push(next);
        continue;
      }
      const outcomes = await Promise.all(Array.from({ length: workers }, () => workOn(name, payload)));
      await restarting;
      if (!outcomes.includes(true)) later.push(next);
    }
    // What failed is tried again with the next work, as a queue does after a while.
    house.jobs.push(...later);
  }

  const world: SyncWorld = {
    house,
    owner,
    lines,
    hooks,
    async openShop(seed) {
      const opened = openSyncShop(seed);
      shop = opened;
      hooks.length = 0;
      for (const vendor of VENDORS) await connect(vendor, opened);
      await emulator.idle();
      return opened;
    },
    routeWebhooks: () => subscribeAll(openShopNow().shopify.subscriptions, shopifyWebhooks),
    connectAgain: (vendor) => connect(vendor, openShopNow()),
    async eraseAndConnect(vendor) {
      await restarting;
      lines.nango.mend();
      lines.worker.mend();
      const of = openShopNow();
      const connections = await owner.call((api) => api.connections.list({}));
      const shown = connections.filter(({ integration, state }) => integration === vendor && state !== "erasing");
      if (shown.length === 0) return false;
      for (const { id: connectionId, name } of shown) await owner.call((api) => api.connections.erase({ connectionId, confirmName: name }));
      of.nangoIds[vendor] = randomUUID();
      await connect(vendor, of);
      await emulator.idle();
      return true;
    },
    runSyncs,
    restartNango() {
      restarting = (async () => {
        await emulator.stop().catch(() => {});
        lines.nango.mend();
        emulator = await start(Number(new URL(host).port));
        generation += 1;
      })();
      return restarting;
    },
    async sweep() {
      await restarting;
      try {
        await sweepConnections(house.services, new AbortController().signal);
      } catch {
        // Nango or the worker died over it: the next sweep looks again.
        lines.worker.mend();
        await restarting;
      }
    },
    async take(hook) {
      try {
        return await receiveWebhook(house.services, hook);
      } catch {
        lines.worker.mend();
        return "lost";
      }
    },
    work,
    async closeShop() {
      house.jobs.length = 0;
      const connections = await owner.call((api) => api.connections.list({}));
      for (const { id: connectionId, name } of connections)
        await owner.call((api) => api.connections.erase({ connectionId, confirmName: name }));
      await work();
      house.jobs.length = 0;
      shop = null;
    },
    settled: async () => {
      await restarting;
      await emulator.idle();
    },
    async stop() {
      await restarting;
      await house.close();
      await emulator.stop();
      await served.close();
      receiver.closeAllConnections();
      await new Promise((resolve) => {
        receiver.close(resolve);
      });
      await lines.nango.close();
      await lines.worker.close();
      await nangoDatabase.drop();
    },
  };
  return world;
}
