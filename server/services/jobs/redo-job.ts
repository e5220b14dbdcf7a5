import { reopenJobRun } from "#db/queries/job-runs.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { jobNames, payloads } from "#server/queue.ts";

/** Runs a failed or cancelled job once more, with what it was first asked to do. @throws AppError CONFLICT */
export async function redoJob({ store, queue, workspaceId }: Context, { jobRunId }: { jobRunId: string }): Promise<{ jobRunId: string }> {
  return store.within({ workspaceId }, async (tx) => {
    const run = await reopenJobRun(tx, { workspaceId, id: jobRunId });
    if (!run) throw new AppError("CONFLICT", "Only a failed or cancelled job of this workspace can be done again.");
    const name = jobNames.parse(run.name);
    await queue.enqueue(tx, name, payloads[name].parse(run.payload));
    return { jobRunId };
  });
}
