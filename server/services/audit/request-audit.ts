import type { Context } from "#server/context.ts";
import { startJob } from "../jobs/start-job.ts";

/** Starts a new audit of the whole event log, or of what of it had ended by the end of a day (ISO, in the workspace's zone). */
export const requestAudit = (context: Context, { day }: { day?: string | undefined }): Promise<{ jobRunId: string }> =>
  context.store.within({ workspaceId: context.workspaceId }, async (tx) => ({
    jobRunId:
      day === undefined
        ? await startJob(context, tx, { name: "build-audit", title: "Audit the event log", payload: {} })
        : await startJob(context, tx, { name: "build-audit", title: `Audit the log as of ${day}`, subjectId: day, payload: { day } }),
  }));
