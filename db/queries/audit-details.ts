import type { Tx } from "#db/client.ts";

type Place = { workspaceId: string; auditId: string };

/** Keeps what an audit found of each workflow; an audit that is written twice keeps the first. */
export async function insertAuditDetails(
  tx: Tx,
  { workspaceId, auditId, details }: Place & { details: readonly { workflow: string; body: object }[] },
): Promise<void> {
  if (details.length === 0) return;
  await tx
    .insertInto("audit_detail")
    .values(details.map(({ workflow, body }) => ({ workspace_id: workspaceId, audit_id: auditId, workflow, body: JSON.stringify(body) })))
    .onConflict((conflict) => conflict.columns(["workspace_id", "audit_id", "workflow"]).doNothing())
    .execute();
}

/** What an audit found of each of its workflows, in their order by name. */
export function listAuditDetails(tx: Tx, { workspaceId, auditId }: Place) {
  return tx
    .selectFrom("audit_detail")
    .select(["workflow", "body"])
    .where("workspace_id", "=", workspaceId)
    .where("audit_id", "=", auditId)
    .orderBy("workflow")
    .execute();
}

/** What an audit found of one workflow; undefined for an audit made before it was kept. */
export function findAuditDetail(tx: Tx, { workspaceId, auditId, workflow }: Place & { workflow: string }) {
  return tx
    .selectFrom("audit_detail")
    .select("body")
    .where("workspace_id", "=", workspaceId)
    .where("audit_id", "=", auditId)
    .where("workflow", "=", workflow)
    .executeTakeFirst();
}
