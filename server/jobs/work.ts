import type { PgBoss } from "pg-boss";
import type { Services } from "#server/context.ts";
import { payloads, type JobName } from "#server/queue.ts";
import { runTracked } from "#server/services/jobs/run-tracked.ts";
import { queueOptions } from "./boss.ts";
import type { Job } from "./define.ts";

/** Makes the queues and schedules that do not exist yet. Safe in any number of processes at once. */
export async function createQueues(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    await boss.createQueue(job.name, queueOptions(job));
    if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: "UTC" });
  }
}

/** Starts working on every job. Stopping the queue drains what is running. */
export async function workOn(boss: PgBoss, jobs: readonly Job[], services: Services): Promise<void> {
  for (const job of jobs) {
    const options = { includeMetadata: true as const, localConcurrency: services.settings.workerConcurrency, pollingIntervalSeconds: 2 };
    await boss.work(job.name, options, async ([handed]) => {
      if (!handed) return;
      const payload = payloads[job.name].parse(handed.data);
      const outcome = await runTracked(services, payload, {
        name: job.name,
        signal: handed.signal,
        lastTry: handed.retryCount >= handed.retryLimit,
        work: (context, progress) => runAny(job, context, payload, progress),
      });
      if (outcome === "retry") throw new Error(`job ${job.name} is to be tried again`);
    });
  }
}

/** The registry pairs each name with its own payload, which the type of a mixed list cannot say. */
const runAny = <Name extends JobName>(job: Job<Name>, ...args: Parameters<Job<JobName>["run"]>): Promise<unknown> =>
  (job as unknown as Job<JobName>).run(...args);
