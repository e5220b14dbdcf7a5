import { backTestAutomationJob } from "./back-test-automation.ts";
import { buildAuditJob } from "./build-audit.ts";
import { checkRolloutJob } from "./check-rollout.ts";
import { decideCasesJob } from "./decide-cases.ts";
import type { HouseJob, Job } from "./define.ts";
import { draftRulesJob } from "./draft-rules.ts";
import { eraseConnectionJob } from "./erase-connection.ts";
import { importEventsJob } from "./import-events.ts";
import { ingestRecordsJob } from "./ingest-records.ts";
import { optimiseRolloutJob } from "./optimise-rollout.ts";
import { pauseConnectionJob } from "./pause-connection.ts";
import { replanRolloutJob } from "./replan-rollout.ts";
import { runEffectsJob } from "./run-effects.ts";
import { seedDemoJob } from "./seed-demo.ts";
import { sweepAuditsJob } from "./sweep-audits.ts";
import { sweepAutomationsJob } from "./sweep-automations.ts";
import { sweepConnectionsJob } from "./sweep-connections.ts";
import { sweepDigestsJob } from "./sweep-digests.ts";
import { sweepGatesJob } from "./sweep-gates.ts";
import { sweepPlansJob } from "./sweep-plans.ts";
import { syncConnectionJob } from "./sync-connection.ts";
import { takeBackLogJob } from "./take-back-log.ts";
import { undoEffectsJob } from "./undo-effects.ts";

/** Every job of the product: one line each. */
export const jobs: readonly Job[] = [
  backTestAutomationJob,
  buildAuditJob,
  checkRolloutJob,
  decideCasesJob,
  draftRulesJob,
  eraseConnectionJob,
  importEventsJob,
  ingestRecordsJob,
  optimiseRolloutJob,
  pauseConnectionJob,
  replanRolloutJob,
  runEffectsJob,
  seedDemoJob,
  syncConnectionJob,
  takeBackLogJob,
  undoEffectsJob,
];

/** Every job of no workspace, run by the clock. */
export const houseJobs: readonly HouseJob[] = [
  sweepAuditsJob,
  sweepAutomationsJob,
  sweepConnectionsJob,
  sweepDigestsJob,
  sweepGatesJob,
  sweepPlansJob,
];
