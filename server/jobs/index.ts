import { buildAuditJob } from "./build-audit.ts";
import { checkRolloutJob } from "./check-rollout.ts";
import type { HouseJob, Job } from "./define.ts";
import { eraseConnectionJob } from "./erase-connection.ts";
import { importEventsJob } from "./import-events.ts";
import { ingestRecordsJob } from "./ingest-records.ts";
import { optimiseRolloutJob } from "./optimise-rollout.ts";
import { pauseConnectionJob } from "./pause-connection.ts";
import { replanRolloutJob } from "./replan-rollout.ts";
import { seedDemoJob } from "./seed-demo.ts";
import { sweepAuditsJob } from "./sweep-audits.ts";
import { sweepConnectionsJob } from "./sweep-connections.ts";
import { sweepGatesJob } from "./sweep-gates.ts";
import { sweepPlansJob } from "./sweep-plans.ts";
import { syncConnectionJob } from "./sync-connection.ts";

/** Every job of the product: one line each. */
export const jobs: readonly Job[] = [
  buildAuditJob,
  checkRolloutJob,
  eraseConnectionJob,
  importEventsJob,
  ingestRecordsJob,
  optimiseRolloutJob,
  pauseConnectionJob,
  replanRolloutJob,
  seedDemoJob,
  syncConnectionJob,
];

/** Every job of no workspace, run by the clock. */
export const houseJobs: readonly HouseJob[] = [sweepAuditsJob, sweepConnectionsJob, sweepGatesJob, sweepPlansJob];
