import { findAuditDetail } from "#db/queries/audit-details.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import type { Context } from "#server/context.ts";
import { WorkflowReport } from "./workflow-report.ts";

/** How one workflow runs by the newest audit, or the one of that id; null where there is no such audit or it does not know it. */
export async function getWorkflow(
  { store, workspaceId }: Context,
  { workflow, auditId }: { workflow: string; auditId?: string | undefined },
): Promise<WorkflowReport | null> {
  const detail = await store.within({ workspaceId }, async (tx) => {
    const id = auditId ?? (await findAuditSnapshot(tx, { workspaceId }))?.id;
    return id === undefined ? undefined : findAuditDetail(tx, { workspaceId, auditId: id, workflow });
  });
  return detail ? WorkflowReport.parse(detail.body) : null;
}
