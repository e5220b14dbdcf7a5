import type { PgBoss } from "pg-boss";
import type { Services } from "#server/context.ts";
import { payloads } from "#server/queue.ts";
import { runTracked } from "#server/services/jobs/run-tracked.ts";
import { houseQueueOptions, queueOptions } from "./boss.ts";
import type { HouseJob, Job } from "./define.ts";

/** Makes the queues and schedules that do not exist yet. Safe in any number of processes at once. */
export async function createQueues(boss: PgBoss, jobs: readonly Job[], houseJobs: readonly HouseJob[] = []): Promise<void> {
  for (const job of jobs) await boss.createQueue(job.name, queueOptions(job));
  for (const job of houseJobs) {
    await boss.createQueue(job.name, houseQueueOptions(job));
    await boss.schedule(job.name, job.cron, {}, { tz: "UTC" });
  }
}

// Woken by NOTIFY; looks every 2 s in case a notice is lost; fetches without a pause while more than one job waits.
const FETCH = { includeMetadata: true as const, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2, burstWhenReadyExceeds: 1 };

/** Starts working on every job. Stopping the queue drains what is running. */
export async function workOn(boss: PgBoss, jobs: readonly Job[], services: Services): Promise<void> {
  for (const job of jobs) {
    await boss.work(job.name, { ...FETCH, localConcurrency: services.settings.workerConcurrency }, async ([handed]) => {
      if (!handed) return;
      const payload = payloads[job.name].parse(handed.data);
      const outcome = await runTracked(services, payload, {
        name: job.name,
        signal: handed.signal,
        lastTry: handed.retryCount >= handed.retryLimit,
        work: (context, progress) => job.run(context, payload, progress),
      });
      if (outcome === "retry") throw new Error(`job ${job.name} is to be tried again`);
    });
  }
}

/** Starts working on the jobs of no workspace, one of each at a time. */
export async function workForHouse(boss: PgBoss, houseJobs: readonly HouseJob[], services: Services): Promise<void> {
  for (const job of houseJobs) {
    await boss.work(job.name, FETCH, async ([handed]) => {
      if (!handed) return;
      const log = services.log.child({ job: job.name });
      try {
        await job.run({ ...services, log }, handed.signal);
      } catch (error) {
        log.error({ err: error }, "the job failed");
        throw error;
      }
    });
  }
}
