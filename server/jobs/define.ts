import type { JobContext, Services } from "#server/context.ts";
import type { HouseJobName, JobName, Payload } from "#server/queue.ts";
import type { JobProgress } from "#server/services/jobs/run-tracked.ts";

export type Job<Name extends JobName = JobName> = {
  name: Name;
  /** Further tries after the first failed one. Errors a person has to act on are never retried. */
  retries: number;
  /** A run that takes longer is ended and tried again. */
  timeoutSeconds: number;
  /** Safe to run twice: a job may die after its work and before its row says so. */
  run: (context: JobContext, payload: Payload<Name>, progress: JobProgress) => Promise<unknown>;
};

/** A job of no workspace, run by the clock. It looks, and starts jobs of workspaces. */
export type HouseJob = {
  name: HouseJobName;
  retries: number;
  timeoutSeconds: number;
  /** Five-field cron in UTC. */
  cron: string;
  run: (services: Services, signal: AbortSignal) => Promise<unknown>;
};

export const defineJob = <Name extends JobName>(job: Job<Name>): Job<Name> => job;
