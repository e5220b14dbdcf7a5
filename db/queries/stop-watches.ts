import type { Tx } from "#db/client.ts";

type Owner = { workspaceId: string; userId: string };

/** The stop-watch that a person has running; undefined when none is. */
export function findStopWatch(tx: Tx, { workspaceId, userId }: Owner) {
  return tx
    .selectFrom("stop_watch")
    .select(["workflow", "activity", "started_at as startedAt"])
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
}

/** Starts a person's stop-watch. False when one is running already. */
export async function insertStopWatch(
  tx: Tx,
  { workspaceId, userId, workflow, activity, startedAt }: Owner & { workflow: string; activity: string; startedAt: Date },
): Promise<boolean> {
  const made = await tx
    .insertInto("stop_watch")
    .values({ workspace_id: workspaceId, user_id: userId, workflow, activity, started_at: startedAt })
    .onConflict((conflict) => conflict.columns(["workspace_id", "user_id"]).doNothing())
    .returning("user_id")
    .executeTakeFirst();
  return made !== undefined;
}

/** Takes a person's stop-watch away and says what it showed; undefined when none was running. */
export function deleteStopWatch(tx: Tx, { workspaceId, userId }: Owner) {
  return tx
    .deleteFrom("stop_watch")
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .returning(["workflow", "activity", "started_at as startedAt"])
    .executeTakeFirst();
}
