import type { Tx } from "#db/client.ts";

type NewProposal = {
  workspaceId: string;
  id: string;
  planId: string;
  auditId: string;
  baseVersion: number;
  body: object;
  differences: readonly object[];
  now: Date;
};

/** False when this audit already led to a proposal for this version. */
export async function insertRolloutProposal(tx: Tx, proposal: NewProposal): Promise<boolean> {
  const { workspaceId, id, planId, auditId, baseVersion, body, differences, now } = proposal;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("rollout_proposal")
    .values({
      workspace_id: workspaceId,
      id,
      plan_id: planId,
      audit_id: auditId,
      base_version: baseVersion,
      body: JSON.stringify(body),
      differences: JSON.stringify(differences),
      made_at: now,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "plan_id", "audit_id", "base_version"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The newest proposal for this version that nobody has answered. */
export function findOpenProposal(
  tx: Tx,
  { workspaceId, planId, baseVersion }: { workspaceId: string; planId: string; baseVersion: number },
) {
  return tx
    .selectFrom("rollout_proposal")
    .select(["id", "audit_id as auditId", "body", "differences", "made_at as madeAt"])
    .where("workspace_id", "=", workspaceId)
    .where("plan_id", "=", planId)
    .where("base_version", "=", baseVersion)
    .where("state", "=", "open")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

export async function answerRolloutProposal(
  tx: Tx,
  { workspaceId, id, state, now }: { workspaceId: string; id: string; state: "taken" | "dismissed"; now: Date },
): Promise<void> {
  await tx
    .updateTable("rollout_proposal")
    .set({ state, answered_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "=", "open")
    .execute();
}
