import { randomUUID } from "node:crypto";
import { fork, type ChildProcess } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { createServer as createWeb } from "node:http";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import * as z from "zod";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { migrateToLatest } from "#db/migrate.ts";
import { DEFAULT_CLIENT } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { compiledPack } from "#server/start/compiled-pack.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { importConnection } from "#tests/connected-shop.ts";
import { verdict } from "./incremental.ts";

const MOST_SECONDS = 120;
const MOST_SECONDS_TO_AUDIT = 10;
const DAY_MS = 86_400_000;
const SHOP = "shopify-of-the-bench";

/**
 * From the vendor's API to a ranked audit: 90 days of the sandbox shop (45,000 orders, their timelines and fulfilment orders), with vendor,
 * Nango and database in processes of their own as `npm start` has them, and the worker's part in this one. Then how long a change at the
 * vendor takes to the audit when its webhooks are routed.
 *
 * @param args --days, --orders a day, --plan of the vendor (unlimited, as `npm start` has it, unless told; plus is 1,000 points a second)
 * @returns 0 within 120 s and 10 s, else 1
 */
export async function benchBackFill(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      days: { type: "string", default: "90" },
      orders: { type: "string", default: "500" },
      plan: { type: "string", default: "unlimited" },
    },
  });
  const home = await mkdtemp(join(tmpdir(), "slipstream-bench-"));
  const children: ChildProcess[] = [];
  await compiledPack();
  const database = await startEmbedded({ home, mode: "durable", logFile: join(home, "postgres.log"), removeAtEnd: true });
  try {
    await migrateToLatest({ ownerUrl: database.ownerUrl, appPassword: database.appPassword });
    const keys = { secretKey: randomUUID(), webhookSigningKey: randomUUID() };
    const [nangoPort, shopPort, hookPort] = [await freePort(), await freePort(), await freePort()];
    const [nangoUrl, shopUrl] = [`http://127.0.0.1:${nangoPort}`, `http://127.0.0.1:${shopPort}`];
    const environmentUuid = randomUUID();

    const sandbox = fork(
      scriptAt("../../server/sandbox/main.ts"),
      ["--port", String(shopPort), "--days", values.days, "--orders", values.orders, "--plan", values.plan, "--speed", "0"].concat([
        "--folder",
        join(home, "shop"),
        "--webhooks",
        `${nangoUrl}/webhook/${environmentUuid}/shopify`,
      ]),
      { stdio: ["ignore", "ignore", "inherit", "ipc"] },
    );
    children.push(sandbox);
    const nangoProcess = fork(scriptAt("../../server/start/embedded-nango.ts"), [], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execArgv: process.env["BENCH_PROFILE"] ? ["--cpu-prof", `--cpu-prof-dir=${process.env["BENCH_PROFILE"]}`] : [],
      env: {
        ...process.env,
        NANGO_PORT: String(nangoPort),
        NANGO_SECRET_KEY: keys.secretKey,
        NANGO_WEBHOOK_SIGNING_KEY: keys.webhookSigningKey,
        NANGO_ENCRYPTION_KEY: "a key of thirty-two characters..",
        NANGO_ENVIRONMENT_UUID: environmentUuid,
        NANGO_DATABASE_URL: database.ownerUrl,
        NANGO_WEBHOOK_URL: `http://127.0.0.1:${hookPort}/`,
        NANGO_SANDBOX_URL: shopUrl,
      },
    });
    children.push(nangoProcess);
    await new Promise((resolve) => nangoProcess.once("message", resolve));
    await until(() =>
      clockOf(shopUrl).then(
        () => true,
        () => false,
      ),
    );

    const house = await openTestHouse({
      database: { name: "bench", ownerUrl: database.ownerUrl, appUrl: database.appUrl, drop: async () => {} },
      settings: { nango: { host: nangoUrl, ...keys, connectUrl: nangoUrl, embedded: true } },
    });
    const receiver = createWeb((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
        void receiveWebhook(house.services, { rawBody: Buffer.concat(chunks).toString("utf8"), headers }).then(() => response.end());
      });
    });
    await new Promise<void>((resolve) => {
      receiver.listen(hookPort, "127.0.0.1", resolve);
    });
    try {
      house.clock.now = new Date();
      const owner = await house.ownerOf("Bench");
      const processes = { vendor: sandbox.pid, runner: nangoProcess.pid, worker: process.pid, database: database.pid };
      const filled = await backFill({ house, owner, nangoUrl, shopUrl, secretKey: keys.secretKey, days: Number(values.days), processes });
      await stages(database.ownerUrl);
      const change = await changeToAudit({ house, owner, shopUrl });
      return verdict(`back-fill of ${values.days} days, plan ${values.plan}`, [
        { name: "vendor's API to ranked audit", value: filled, digits: 1, unit: "s", most: MOST_SECONDS },
        { name: "a change at the vendor to the audit, by webhook", value: change, digits: 1, unit: "s", most: MOST_SECONDS_TO_AUDIT },
      ]);
    } finally {
      receiver.closeAllConnections();
      receiver.close();
      await house.close();
    }
  } finally {
    await Promise.all(children.map(stopped));
    await database.stop();
    await rm(home, { recursive: true, force: true });
  }
}

type Filling = {
  house: TestHouse;
  owner: Member;
  nangoUrl: string;
  shopUrl: string;
  secretKey: string;
  days: number;
  processes: Readonly<Record<string, number | undefined>>;
};

/** Connects the shop and follows its first sync to the audit, as the worker does. @returns seconds */
async function backFill({ house, owner, nangoUrl, shopUrl, secretKey, days, processes }: Filling): Promise<number> {
  const { nowMs } = await clockOf(shopUrl);
  const before = await spentBy(processes);
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  await importConnection(nangoUrl, secretKey, {
    provider_config_key: "shopify",
    connection_id: SHOP,
    credentials: { type: "OAUTH2", access_token: await accessToken(shopUrl), no_expiration: true },
    connection_config: { subdomain: "harbour-and-pine" },
    metadata: { backfillFrom: new Date(nowMs - (days + 1) * DAY_MS).toISOString() },
    tags: { organization_id: owner.workspaceId },
  });
  await sweepConnections(house.services, new AbortController().signal);
  const jobs = house.jobs.splice(0);
  await runJobs({ services: house.services, jobs });
  // A job of an audit is only begun with the next work: the webhooks have enqueued an ingest by now.
  const stored = since();
  await runJobs(house);
  const seconds = since();
  const { audit } = await owner.call((api) => api.audit.get({}));
  const after = await spentBy(processes);
  console.log(
    `  connection to the last record stored here ${stored.toFixed(1)} s, audit of ${audit?.eventCount} events there at ${seconds.toFixed(1)} s`,
  );
  console.log(
    `  on ${availableParallelism()} cores with ${loadavg()[0]?.toFixed(1)} processes at work on average in the last minute; processor time: ${Object.keys(
      after,
    )
      .map((name) => `${name} ${((after[name] ?? 0) - (before[name] ?? 0)).toFixed(1)} s`)
      .join(", ")}`,
  );
  if (!audit || audit.report.workflows.length === 0) throw new Error("the audit ranks no workflow");
  return seconds;
}

/** How long each sync ran, and what it stored. */
async function stages(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string; seconds: number; status: string; records: string }>(
    `select s.name, extract(epoch from j.finished_at - j.started_at)::float as seconds, j.status, j.result::text as records
     from nango.job j join nango.sync s on s.id = j.sync where j.type = 'INITIAL' order by 2`,
  );
  await client.end();
  for (const { name, seconds, status, records } of rows) console.log(`  sync ${name}: ${status} after ${seconds.toFixed(1)} s, ${records}`);
}

/** Lets the shop work for ten minutes of its time, and waits until the audit counts all that happened. @returns seconds */
async function changeToAudit({ house, owner, shopUrl }: Pick<Filling, "house" | "owner" | "shopUrl">): Promise<number> {
  const eventsThere = async () => {
    const { orders } = z
      .object({ orders: z.array(z.object({ events: z.int() })) })
      .parse(await (await fetch(`${shopUrl}/_sandbox/orders`)).json());
    return orders.reduce((sum, { events }) => sum + events, 0);
  };
  const audited = async () => (await owner.call((api) => api.audit.get({}))).audit?.eventCount ?? 0;
  const known = await eventsThere();
  let wanted = known;
  let began = 0;
  // At night nothing may happen for a while.
  while (wanted === known) {
    const { nowMs } = await clockOf(shopUrl);
    began = performance.now();
    const headers = { "content-type": "application/json" };
    await fetch(`${shopUrl}/_sandbox/advance`, { method: "POST", headers, body: JSON.stringify({ toMs: nowMs + 600_000 }) });
    wanted = await eventsThere();
  }
  await until(async () => {
    house.clock.now = new Date();
    await runJobs(house);
    return (await audited()) >= wanted;
  });
  console.log(`  ${wanted - known} new events of the shop are in the audit`);
  return (performance.now() - began) / 1000;
}

const scriptAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const Clock = z.object({ nowMs: z.number() });
const clockOf = async (shopUrl: string) => Clock.parse(await (await fetch(`${shopUrl}/_sandbox/clock`)).json());

async function accessToken(shopUrl: string): Promise<string> {
  const { clientId, clientSecret } = DEFAULT_CLIENT;
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret });
  const response = await fetch(`${shopUrl}/admin/oauth/access_token`, { method: "POST", body });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

/** Seconds of processor time of each process so far; 0 where the system does not tell. */
async function spentBy(processes: Filling["processes"]): Promise<Record<string, number>> {
  const TICKS_A_SECOND = 100;
  const spent = Object.fromEntries(Object.keys(processes).map((name) => [name, 0]));
  for (const pid of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // After the name: state, parent, then from the twelfth field on the ticks of the process itself and of its ended children.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number); // prettier-ignore
    const [own, ended] = [(fields[11] ?? 0) + (fields[12] ?? 0), (fields[13] ?? 0) + (fields[14] ?? 0)];
    const name = Object.keys(processes).find((known) => processes[known] === Number(pid));
    // The database server has a process for each connection.
    const isBackend = fields[1] === processes["database"];
    if (name !== undefined) spent[name] = (spent[name] ?? 0) + (own + (name === "database" ? ended : 0)) / TICKS_A_SECOND;
    else if (isBackend) spent["database"] = (spent["database"] ?? 0) + own / TICKS_A_SECOND;
  }
  return spent;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

async function until(look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 120_000;
  while (!(await look())) {
    if (performance.now() > end) throw new Error("it never happened");
    await wait(50);
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await exited;
}
