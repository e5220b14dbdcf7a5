import { sql } from "kysely";
import type { Store, Tx } from "#db/client.ts";

/** Has the workspace audited every week from now on; done twice it is done once. */
export async function insertAuditWatch(tx: Tx, { workspaceId, now }: { workspaceId: string; now: Date }): Promise<void> {
  await tx
    .insertInto("audit_watch")
    .values({ workspace_id: workspaceId, since: now })
    .onConflict((conflict) => conflict.column("workspace_id").doNothing())
    .execute();
}

/** Ids of the workspaces that are audited every week, and nothing else of them. */
export function listWatchedWorkspaces(store: Pick<Store, "within">): Promise<string[]> {
  return store.within({}, async (tx) => {
    await sql`select set_config('app.sweep', 'audit', true)`.execute(tx);
    const rows = await tx.selectFrom("audit_watch").select("workspace_id as workspaceId").orderBy("workspace_id").execute();
    return rows.map(({ workspaceId }) => workspaceId);
  });
}
