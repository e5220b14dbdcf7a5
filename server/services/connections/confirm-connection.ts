import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";
import { accountsIn } from "./account-in.ts";
import { WORKSPACE_TAG } from "./adopt-connection.ts";
import { askNango, nangoDoor } from "./nango-door.ts";
import { alreadyConnected, findRefusal } from "./refusal.ts";
import { readConnection } from "./read-connection.ts";
import { takeInConnection } from "./take-in-connection.ts";

/**
 * Takes in what the person has just connected, or follows the first sync after connecting again. Nango is asked whose it is:
 * the browser's word for an id is not enough.
 *
 * @param again whether the person has connected one again that was there
 * @returns the connection, and the job that reads it when this call started one
 * @throws AppError NOT_FOUND when it is not of this workspace, ALREADY_CONNECTED when another one reads the same account, CONNECTIONS_OFF, NANGO_UNAVAILABLE
 */
export async function confirmConnection(
  context: Context,
  { integration, nangoConnectionId, again }: { integration: string; nangoConnectionId: string; again: boolean },
): Promise<{ connectionId: string; jobRunId: string | null }> {
  const { store, workspaceId, actor } = context;
  const nango = nangoDoor(context);
  const seen = await askNango(() => nango.getConnection({ integration, nangoConnectionId })).catch(async (error: unknown) => {
    // The sweep was faster, and has refused it.
    const refusal = await store.within({ workspaceId }, (tx) => findRefusal(tx, { workspaceId, nangoConnectionId }));
    throw refusal ? alreadyConnected(refusal) : error;
  });
  const { tags, provider } = seen;
  if (tags?.[WORKSPACE_TAG] !== workspaceId) throw new AppError("NOT_FOUND", "There is no such connection in this workspace.");
  const found = { integration, nangoConnectionId, provider };
  const accounts = accountsIn(integration, seen);
  const taken = await askNango(() => takeInConnection(context, nango, { workspaceId, actor, found, accounts }));
  if (taken.refusal !== null) throw alreadyConnected(taken.refusal);
  const { refusal: _none, ...adopted } = taken;
  if (adopted.jobRunId !== null) return adopted;

  // Known before: either the sweep was faster, or the account was connected again after access was lost or a run failed.
  const connection = await readConnection(context, { connectionId: adopted.connectionId });
  const isRead = connection.state !== "broken" && connection.problem === null;
  // A webhook may have had it read again by now: what the person did leaves its line all the same.
  if (isRead && !again) return adopted;
  const jobRunId = await store.within({ workspaceId }, async (tx) => {
    const line = {
      noun: "connection",
      nounId: connection.id,
      verb: "connect again",
      before: null,
      after: { integration, name: connection.name },
    };
    await recordChange(tx, { ...context, ...line });
    if (isRead) return null;
    return startJob(context, tx, {
      name: "sync-connection",
      title: `Sync ${connection.name} after connecting it again`,
      subjectId: connection.id,
      payload: { connectionId: connection.id, trigger: true },
    });
  });
  return { connectionId: connection.id, jobRunId };
}
