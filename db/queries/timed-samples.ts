import type { Tx } from "#db/client.ts";

/** Every sample that was not discarded, in the order they were taken. */
export async function listTimedSamples(tx: Tx, { workspaceId }: { workspaceId: string }) {
  const rows = await tx
    .selectFrom("timed_sample")
    .select(["workflow", "activity", "minutes"])
    .where("workspace_id", "=", workspaceId)
    .where("discarded_at", "is", null)
    .orderBy("taken_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, eventId: null }));
}
