import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type Store } from "#db/client.ts";
import { newId } from "#db/new-id.ts";
import { testDatabase, type TestDatabase } from "#db/test-database.ts";
import { bossQueue, openBoss } from "#server/jobs/boss.ts";
import { createQueues } from "#server/jobs/work.ts";
import { buildAuditJob } from "#server/jobs/build-audit.ts";
import { createLog } from "#server/log.ts";
import { startJob } from "#server/services/jobs/start-job.ts";

const workspaceId = newId();
const actor = { type: "system" as const, name: "test" };
const log = createLog({ process: "test", level: "silent" });

let database: TestDatabase;
let store: Store;
let owner: pg.Client;
let boss: Awaited<ReturnType<typeof openBoss>>;
const workers: ChildProcess[] = [];

const startWorker = async (extra: Record<string, string> = {}): Promise<ChildProcess> => {
  const environment = {
    ...process.env,
    DATABASE_URL: database.appUrl,
    SLIPSTREAM_SECRET: "s".repeat(32),
    LOG_LEVEL: "silent",
    WORKER_CONCURRENCY: "8",
    ...extra,
  };
  const worker = fork(fileURLToPath(new URL("./counting-worker.ts", import.meta.url)), { env: environment, execArgv: [] });
  workers.push(worker);
  await message(worker, (said) => said === "ready");
  return worker;
};

/** Messages may come two in one turn of the loop, so the listener stands before the first of them. */
const said = new WeakMap<ChildProcess, unknown[]>();
const message = async (worker: ChildProcess, wanted: (message: unknown) => boolean): Promise<void> => {
  if (!said.has(worker)) {
    const heard: unknown[] = [];
    said.set(worker, heard);
    worker.on("message", (text) => heard.push(text));
  }
  while (!said.get(worker)!.some(wanted)) await delay(20);
};

const stopWorkers = async () => {
  const running = workers.splice(0).filter((worker) => worker.exitCode === null && worker.signalCode === null);
  await Promise.all(running.map((worker) => (worker.kill("SIGKILL"), once(worker, "exit"))));
};

const enqueue = (count: number) =>
  store.within({ workspaceId }, async (tx) => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      ids.push(
        await startJob({ queue: bossQueue(boss), newId, workspaceId, actor }, tx, { name: "build-audit", title: `Job ${n}`, payload: {} }),
      );
    }
    return ids;
  });

const ended = async (state: string): Promise<number> =>
  Number((await owner.query("select count(*) as count from job_run where state = $1", [state])).rows[0].count);

/** Waits for a state of the database, not for a time: the test's own limit ends it if the state never comes. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await delay(100);
};

beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.appUrl, { max: 8 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // Row-level security is forced on the owner too: it has to say whose rows it looks at.
  await owner.query("select set_config('app.workspace_id', $1, false)", [workspaceId]);
  await owner.query(
    "create table finished (job_run_id uuid not null, pid integer not null); grant insert, select on finished to slipstream_app",
  );
  await store.within({ workspaceId }, (tx) => tx.insertInto("workspace").values({ workspace_id: workspaceId, name: "Queue" }).execute());
  boss = await openBoss({ databaseUrl: database.appUrl, role: "sender", log });
  await createQueues(boss, [buildAuditJob]);
});

afterAll(async () => {
  await stopWorkers();
  await boss.stop({ graceful: false });
  await owner.end();
  await store.close();
  await database.drop();
});

describe("the queue", () => {
  test("four workers share 10,000 jobs: none is lost, none is run twice to its end", { timeout: 300_000 }, async () => {
    for (let part = 0; part < 5; part += 1) await Promise.all(Array.from({ length: 4 }, () => enqueue(500)));
    await Promise.all([startWorker(), startWorker(), startWorker(), startWorker()]);
    await until(async () => (await ended("done")) === 10_000);
    await stopWorkers();

    const { rows } = await owner.query(
      "select count(*) as ends, count(distinct job_run_id) as jobs, count(distinct pid) as workers from finished",
    );
    expect(rows[0]).toEqual({ ends: 10_000, jobs: 10_000, workers: 4 });
    expect(await ended("failed")).toBe(0);
  });

  test("the job of a worker killed in the middle is done by another within a minute", { timeout: 120_000 }, async () => {
    const [jobRunId] = await enqueue(1);
    const doomed = await startWorker({ HANG_ON: jobRunId! });
    await message(doomed, (text) => typeof text === "object");
    doomed.kill("SIGKILL");
    await once(doomed, "exit");
    const killedAt = new Date();

    await startWorker();
    await until(async () => (await owner.query("select 1 from job_run where id = $1 and state = 'done'", [jobRunId])).rowCount === 1);
    const { rows } = await owner.query(
      "select attempt, extract(epoch from finished_at - $2::timestamptz)::float as seconds from job_run where id = $1",
      [jobRunId, killedAt],
    );
    expect(rows[0].attempt).toBe(2);
    expect(rows[0].seconds).toBeLessThan(60);
  });

  test("a job whose transaction is rolled back was never enqueued", async () => {
    const count = async () => Number((await owner.query("select count(*) as count from pgboss.job")).rows[0].count);
    const before = await count();
    const failing = store.within({ workspaceId }, async (tx) => {
      await startJob({ queue: bossQueue(boss), newId, workspaceId, actor }, tx, { name: "build-audit", title: "Never", payload: {} });
      throw new Error("the rows could not be written");
    });
    await expect(failing).rejects.toThrow("the rows could not be written");
    expect(await count()).toBe(before);
  });
});
