import type { Tx } from "#db/client.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import type { Context } from "#server/context.ts";
import { auditSoon } from "../audit/audit-soon.ts";

/** After a change of rates: the audit is made again, where there is one that the change makes stale. */
export async function auditAtRates(context: Context, tx: Tx): Promise<void> {
  const { workspaceId } = context;
  if (await findAuditSnapshot(tx, { workspaceId })) await auditSoon(context, tx, { title: "Audit again at the changed rates" });
}
