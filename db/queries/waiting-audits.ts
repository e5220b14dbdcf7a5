import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

/**
 * Whether an audit of the workspace waits to begin. Callers that enqueue one when none does stand in line until the transaction
 * ends, so that two at once cannot both find none.
 */
export async function lockWaitingAudit(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<{ id: string } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`waiting audit of ${workspaceId}`}, 0))`.execute(tx);
  return (
    tx
      .selectFrom("job_run")
      .select("id")
      .where("workspace_id", "=", workspaceId)
      .where("name", "=", "build-audit")
      .where("state", "=", "waiting")
      // An audit as of a past day does not read what has come in since.
      .where("subject_id", "is", null)
      .limit(1)
      .executeTakeFirst()
  );
}
