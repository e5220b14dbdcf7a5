import type { Tx } from "#db/client.ts";
import { findConnectionId, insertConnection } from "#db/queries/connections.ts";
import type { Actor, Services } from "#server/context.ts";
import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";

/** The tag under which Nango keeps to which workspace a connection belongs. */
export const WORKSPACE_TAG = "organization_id";

/** The tag under which Nango keeps who opened the connect page. */
export const PERSON_TAG = "end_user_id";

type Found = { integration: string; nangoConnectionId: string; provider: string; account: string | null };

/**
 * Takes a connection that Nango has for this workspace into our list and follows its first sync. Whoever comes second, the page
 * that connected it or the sweep that found it, changes nothing.
 *
 * @param found with the name of the account; null where it is not known yet
 * @returns the connection's id here, and the job that follows its first sync when this call added it
 */
export async function adoptConnection(
  services: Pick<Services, "queue" | "newId" | "now">,
  tx: Tx,
  { workspaceId, actor, found }: { workspaceId: string; actor: Actor; found: Found },
): Promise<{ connectionId: string; jobRunId: string | null }> {
  const context = { ...services, workspaceId, actor };
  const name = INTEGRATIONS.find(({ key }) => key === found.integration)?.name ?? found.integration;
  const ids = { id: services.newId(), sourceId: services.newId() };
  const added = await insertConnection(tx, {
    workspaceId,
    ...ids,
    ...found,
    name,
    facts: { account: found.account },
    connectedBy: actor,
    now: services.now(),
  });
  if (!added) {
    const known = await findConnectionId(tx, { workspaceId, ...found });
    if (known === undefined) throw new Error("a connection is neither new nor known");
    return { connectionId: known, jobRunId: null };
  }
  const jobRunId = await startJob(context, tx, {
    name: "sync-connection",
    title: `First sync of ${name}`,
    subjectId: added.id,
    payload: { connectionId: added.id, trigger: false },
  });
  const after = { integration: found.integration, name };
  await recordChange(tx, { ...context, noun: "connection", nounId: added.id, verb: "connect", before: null, after });
  return { connectionId: added.id, jobRunId };
}
