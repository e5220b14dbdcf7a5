import { fromKysely, PgBoss } from "pg-boss";
import type { Log } from "#server/log.ts";
import { payloads, type HouseJobName, type JobName, type Queue } from "#server/queue.ts";

/**
 * The queue of one process, over a pool of its own. The schema is installed by the migrations.
 *
 * @param role "sender" only enqueues; "worker" also supervises, schedules and is woken by NOTIFY
 */
export async function openBoss({ databaseUrl, role, log }: { databaseUrl: string; role: "sender" | "worker"; log: Log }): Promise<PgBoss> {
  const worker = role === "worker";
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: `slipstream-queue-${role}`,
    max: worker ? 6 : 2,
    migrate: false,
    createSchema: false,
    supervise: worker,
    schedule: worker,
    reindex: false,
    registerInstance: false,
    useListenNotify: worker,
    superviseIntervalSeconds: 10, // A dead worker's job has to be seen well within a minute.
    monitorIntervalSeconds: 10,
    queueCacheIntervalSeconds: 5, // How soon a backlog is seen, and worked off without pauses.
  });
  boss.on("error", (error) => log.error({ err: error }, "queue error"));
  boss.on("warning", (warning) => log.warn({ warning: warning.message }, "queue warning"));
  await boss.start();
  return boss;
}

/** Enqueues through the caller's transaction. */
export const bossQueue = (boss: PgBoss): Queue => ({
  async enqueue(tx, name, payload) {
    const id = await boss.send(name, payloads[name].parse(payload), { db: fromKysely(tx) });
    if (id === null) throw new Error(`the queue refused job ${name}`);
  },
  async enqueueHouseJob(tx, name) {
    await boss.send(name, {}, { db: fromKysely(tx) });
  },
});

/** The settings of a job's queue: heartbeats tell a dead worker from a slow one. */
export const queueOptions = ({ name, retries, timeoutSeconds }: { name: JobName; retries: number; timeoutSeconds: number }) => ({
  ...patience({ retries, timeoutSeconds }),
  name,
  policy: "standard" as const,
});

const patience = ({ retries, timeoutSeconds }: { retries: number; timeoutSeconds: number }) => ({
  retryLimit: retries,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
  expireInSeconds: timeoutSeconds,
  heartbeatSeconds: 15,
  notify: true,
});

/** The same for a job of no workspace, of which at most one waits. */
export const houseQueueOptions = ({ name, retries, timeoutSeconds }: { name: HouseJobName; retries: number; timeoutSeconds: number }) => ({
  ...patience({ retries, timeoutSeconds }),
  name,
  policy: "short" as const,
});
