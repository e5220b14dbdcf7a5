import type { Context } from "#server/context.ts";
import { startJob } from "../jobs/start-job.ts";

/** Starts a new audit of the whole event log. */
export const requestAudit = (context: Context): Promise<{ jobRunId: string }> =>
  context.store.within({ workspaceId: context.workspaceId }, async (tx) => ({
    jobRunId: await startJob(context, tx, { name: "build-audit", title: "Audit the event log", payload: {} }),
  }));
