import { lockConnection } from "#db/queries/connections.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";

/** Has the syncs of a connection stopped, or started again. @throws AppError NOT_FOUND, CONNECTION_STATE */
export async function requestPause(
  context: Context,
  { connectionId, pause }: { connectionId: string; pause: boolean },
): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const connection = await lockConnection(tx, { workspaceId, id: connectionId });
    if (!connection) throw new AppError("NOT_FOUND", "There is no such connection in this workspace.");
    const wanted = pause ? "active" : "paused";
    if (connection.state !== wanted) throw new AppError("CONNECTION_STATE", `${connection.name} is ${connection.state}, not ${wanted}.`);
    const verb = pause ? "pause" : "resume";
    await recordChange(tx, {
      ...context,
      noun: "connection",
      nounId: connectionId,
      verb,
      before: { name: connection.name, state: connection.state },
      after: { name: connection.name, state: pause ? "paused" : "active" },
    });
    const title = pause ? `Pause ${connection.name}` : `Resume ${connection.name}`;
    return {
      jobRunId: await startJob(context, tx, { name: "pause-connection", title, subjectId: connectionId, payload: { connectionId, pause } }),
    };
  });
}
