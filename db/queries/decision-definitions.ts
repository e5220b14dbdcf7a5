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
