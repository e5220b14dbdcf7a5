import { lockConnection } from "#db/queries/connections.ts";
import { isJobWaiting } from "#db/queries/job-runs.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { startJob } from "../jobs/start-job.ts";

/** Has every sync of a connection run now. @throws AppError NOT_FOUND, CONNECTION_STATE when it is not active or a run waits already */
export async function syncNow(context: Context, { connectionId }: { connectionId: string }): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const connection = await lockConnection(tx, { workspaceId, id: connectionId });
    if (!connection) throw new AppError("NOT_FOUND", "There is no such connection in this workspace.");
    if (connection.state !== "active")
      throw new AppError("CONNECTION_STATE", `${connection.name} is ${connection.state}: it is read again when it is active.`);
    if (await isJobWaiting(tx, { workspaceId, name: "sync-connection", subjectId: connectionId }))
      throw new AppError("CONNECTION_STATE", "A sync has been asked for and is about to begin.");
    const title = `Sync ${connection.name}`;
    const payload = { connectionId, trigger: true };
    return { jobRunId: await startJob(context, tx, { name: "sync-connection", title, subjectId: connectionId, payload }) };
  });
}
