import { buildAuditJob } from "./build-audit.ts";
import { checkRolloutJob } from "./check-rollout.ts";
import type { HouseJob, Job } from "./define.ts";
import { importEventsJob } from "./import-events.ts";
import { optimiseRolloutJob } from "./optimise-rollout.ts";
import { replanRolloutJob } from "./replan-rollout.ts";
import { seedDemoJob } from "./seed-demo.ts";
import { sweepGatesJob } from "./sweep-gates.ts";
import { sweepPlansJob } from "./sweep-plans.ts";

/** Every job of the product: one line each. */
export const jobs: readonly Job[] = [
  buildAuditJob,
  checkRolloutJob,
  importEventsJob,
  optimiseRolloutJob,
  replanRolloutJob,
  seedDemoJob,
];

/** Every job of no workspace, run by the clock. */
export const houseJobs: readonly HouseJob[] = [sweepGatesJob, sweepPlansJob];
