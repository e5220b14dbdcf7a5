import { lockConnection, markConnectionErasing } from "#db/queries/connections.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { startJob } from "../jobs/start-job.ts";

/**
 * Has a connection deleted with everything that came through it. From this moment nothing more is read.
 *
 * @param confirmName the connection's name, typed once more
 * @throws AppError NOT_FOUND, INPUT_INVALID, CONNECTION_STATE when it is being deleted already
 */
export async function requestErasure(
  context: Context,
  { connectionId, confirmName }: { connectionId: string; confirmName: string },
): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const connection = await lockConnection(tx, { workspaceId, id: connectionId });
    if (!connection) throw new AppError("NOT_FOUND", "There is no such connection in this workspace.");
    if (connection.state === "erasing") throw new AppError("CONNECTION_STATE", "The connection is being deleted.");
    if (connection.name !== confirmName) {
      const message = `Type the name exactly as it is: ${connection.name}.`;
      throw new AppError("INPUT_INVALID", message, { fields: [{ path: "confirmName", message }] });
    }
    await markConnectionErasing(tx, { workspaceId, id: connectionId });
    const title = `Delete ${connection.name} with its data`;
    return {
      jobRunId: await startJob(context, tx, {
        name: "erase-connection",
        title,
        subjectId: connectionId,
        payload: { connectionId, askedBy: context.actor },
      }),
    };
  });
}
