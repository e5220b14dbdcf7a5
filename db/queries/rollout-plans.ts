import type { Tx } from "#db/client.ts";

/** The workspace's plan; undefined before one was made. */
export function findRolloutPlan(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("rollout_plan")
    .select(["id", "version", "body", "solution", "updated_at as updatedAt"])
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
}

/** As findRolloutPlan; nobody else changes the plan until the transaction ends. */
export function lockRolloutPlan(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("rollout_plan")
    .select(["id", "version", "body", "solution", "updated_at as updatedAt"])
    .where("workspace_id", "=", workspaceId)
    .forUpdate()
    .executeTakeFirst();
}

type NewVersion = {
  workspaceId: string;
  planId: string;
  versionId: string;
  version: number;
  body: object;
  solution: object | null;
  reason: string;
  actor: object;
  now: Date;
};

/** Makes the plan when it is version 1, and puts the new version in place of the present one otherwise; every version is kept. */
export async function insertPlanVersion(
  tx: Tx,
  { workspaceId, planId, versionId, version, body, solution, reason, actor, now }: NewVersion,
) {
  const present = {
    version,
    body: JSON.stringify(body),
    solution: solution === null ? null : JSON.stringify(solution),
    updated_at: now,
    updated_by: JSON.stringify(actor),
  };
  await tx
    .insertInto("rollout_plan")
    .values({ workspace_id: workspaceId, id: planId, ...present })
    .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doUpdateSet(present))
    .execute();
  await tx
    .insertInto("rollout_plan_version")
    .values({
      workspace_id: workspaceId,
      id: versionId,
      plan_id: planId,
      version,
      body: present.body,
      reason,
      actor: present.updated_by,
      at: now,
    })
    .execute();
  await tx
    .insertInto("rollout_watch")
    .values({ workspace_id: workspaceId, plan_id: planId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Keeps a better answer for the version it was found for; does nothing when the plan has changed since. */
export async function updatePlanSolution(
  tx: Tx,
  { workspaceId, planId, version, solution }: { workspaceId: string; planId: string; version: number; solution: object | null },
): Promise<void> {
  await tx
    .updateTable("rollout_plan")
    .set({ solution: solution === null ? null : JSON.stringify(solution) })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", planId)
    .where("version", "=", version)
    .execute();
}

/** Newest first. At most 100. */
export function listPlanVersions(tx: Tx, { workspaceId, planId }: { workspaceId: string; planId: string }) {
  return tx
    .selectFrom("rollout_plan_version")
    .select(["version", "reason", "actor", "at"])
    .where("workspace_id", "=", workspaceId)
    .where("plan_id", "=", planId)
    .orderBy("version", "desc")
    .limit(100)
    .execute();
}

export function findPlanVersion(tx: Tx, { workspaceId, planId, version }: { workspaceId: string; planId: string; version: number }) {
  return tx
    .selectFrom("rollout_plan_version")
    .select(["version", "body", "at"])
    .where("workspace_id", "=", workspaceId)
    .where("plan_id", "=", planId)
    .where("version", "=", version)
    .executeTakeFirst();
}

/** Ids of all workspaces that follow a plan: for the checks that run by the clock. Needs the scope of a sweep. */
export async function listWorkspacesWithPlan(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom("rollout_watch").select("workspace_id as workspaceId").orderBy("workspace_id").execute();
  return rows.map(({ workspaceId }) => workspaceId);
}
