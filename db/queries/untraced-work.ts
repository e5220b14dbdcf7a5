import type { Tx } from "#db/client.ts";

type In = { workspaceId: string };
type Place = In & { workflow: string; activity: string };

/** Work that leaves no event, as somebody said, by workflow and activity. */
export function listUntracedWork(tx: Tx, { workspaceId }: In) {
  return tx
    .selectFrom("untraced_work")
    .select(["workflow", "activity", "times_a_week as timesAWeek", "note", "said_at as saidAt"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("workflow")
    .orderBy("activity")
    .execute();
}

export type NewUntracedWork = Place & { timesAWeek: number; note: string | null; saidBy: object; now: Date };

/** What was said last holds. */
export async function upsertUntracedWork(
  tx: Tx,
  { workspaceId, workflow, activity, timesAWeek, note, saidBy, now }: NewUntracedWork,
): Promise<void> {
  const said = { times_a_week: timesAWeek, note, said_by: JSON.stringify(saidBy), said_at: now };
  await tx
    .insertInto("untraced_work")
    .values({ workspace_id: workspaceId, workflow, activity, ...said })
    .onConflict((conflict) => conflict.columns(["workspace_id", "workflow", "activity"]).doUpdateSet(said))
    .execute();
}

/** @returns whether it was there */
export async function deleteUntracedWork(tx: Tx, { workspaceId, workflow, activity }: Place): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("untraced_work")
    .where("workspace_id", "=", workspaceId)
    .where("workflow", "=", workflow)
    .where("activity", "=", activity)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
