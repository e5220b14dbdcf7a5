import { findJobRun, requestCancel } from "#db/queries/job-runs.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";

/** Asks a job to stop; one that has not begun never begins. @throws AppError NOT_FOUND, JOB_NOT_RUNNING */
export async function cancelJob({ store, workspaceId, now }: Context, { jobRunId }: { jobRunId: string }): Promise<{ state: string }> {
  return store.within({ workspaceId }, async (tx) => {
    const asked = await requestCancel(tx, { workspaceId, id: jobRunId, now: now() });
    if (asked) return { state: asked.state };
    const run = await findJobRun(tx, { workspaceId, id: jobRunId });
    if (!run) throw new AppError("NOT_FOUND", "There is no such job in this workspace.");
    throw new AppError("JOB_NOT_RUNNING");
  });
}
