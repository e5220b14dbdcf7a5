import { eraseConnectionRows, lockConnection } from "#db/queries/connections.ts";
import type { Actor, JobContext } from "#server/context.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { recordChange } from "../changes/record-change.ts";
import { nangoDoor } from "./nango-door.ts";

/**
 * Deletes a connection at Nango, with its credentials, and here, with all records, versions and events; then has the audit made anew.
 * Safe to run twice.
 *
 * @param askedBy whose the line in the log of changes is; the job's own where nobody is known to have asked
 * @returns what was erased
 */
export async function eraseConnection(
  context: JobContext,
  { connectionId, askedBy }: { connectionId: string; askedBy?: Actor | undefined },
): Promise<{ versions: number; events: number }> {
  const { store, workspaceId } = context;
  const scope = { workspaceId };
  const connection = await store.within(scope, (tx) => lockConnection(tx, { workspaceId, id: connectionId }));
  if (!connection) return { versions: 0, events: 0 };
  await nangoDoor(context).deleteConnection(connection);
  return store.within(scope, async (tx) => {
    const erased = await eraseConnectionRows(tx, { workspaceId, id: connectionId, sourceId: connection.sourceId });
    const before = { integration: connection.integration, name: connection.name };
    const actor = askedBy ?? context.actor;
    await recordChange(tx, { ...context, actor, noun: "connection", nounId: connectionId, verb: "erase", before, after: erased });
    if (erased.events > 0) await auditSoon(context, tx);
    return erased;
  });
}
