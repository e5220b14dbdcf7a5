import type { Tx } from "#db/client.ts";

/** The decisions that the workspace defined itself, by workflow. */
export function listDecisionDefinitions(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("decision_definition")
    .select(["workflow", "body"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("workflow")
    .execute();
}

export async function upsertDecisionDefinition(
  tx: Tx,
  { workspaceId, workflow, body, updatedBy, now }: { workspaceId: string; workflow: string; body: object; updatedBy: object; now: Date },
): Promise<void> {
  const changed = { body: JSON.stringify(body), updated_at: now, updated_by: JSON.stringify(updatedBy) };
  await tx
    .insertInto("decision_definition")
    .values({ workspace_id: workspaceId, workflow, ...changed })
    .onConflict((conflict) => conflict.columns(["workspace_id", "workflow"]).doUpdateSet(changed))
    .execute();
}

export async function deleteDecisionDefinition(
  tx: Tx,
  { workspaceId, workflow }: { workspaceId: string; workflow: string },
): Promise<void> {
  await tx.deleteFrom("decision_definition").where("workspace_id", "=", workspaceId).where("workflow", "=", workflow).execute();
}
