import type { Tx } from "#db/client.ts";

export type SampleOrigin = "stop-watch" | "entered" | "imported";
const ORIGINS: readonly SampleOrigin[] = ["stop-watch", "entered", "imported"];
const originOf = (how: string): SampleOrigin => ORIGINS.find((origin) => origin === how) ?? "entered";

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

export type NewTimedSample = {
  id: string;
  workflow: string;
  activity: string;
  minutes: number;
  takenAt: Date;
  takenBy: string;
  note: string | null;
  how: SampleOrigin;
  /** Names the row of an import, so that a second import adds nothing; null for samples that came one by one. */
  importKey: string | null;
};

/** Adds samples; one whose import key is known changes nothing. Returns how many were new. */
export async function insertTimedSamples(
  tx: Tx,
  { workspaceId, samples }: { workspaceId: string; samples: readonly NewTimedSample[] },
): Promise<number> {
  if (samples.length === 0) return 0;
  const added = await tx
    .insertInto("timed_sample")
    .values(
      samples.map(({ id, workflow, activity, minutes, takenAt, takenBy, note, how, importKey }) => ({
        workspace_id: workspaceId,
        id,
        workflow,
        activity,
        minutes,
        taken_at: takenAt,
        taken_by: takenBy,
        note,
        how,
        import_key: importKey,
      })),
    )
    .onConflict((conflict) => conflict.columns(["workspace_id", "import_key"]).doNothing())
    .returning("id")
    .execute();
  return added.length;
}

export type SampleFilter = { workspaceId: string; workflow: string; activity: string; limit: number; afterId: string | null };

/** Samples of one activity, the discarded ones among them, newest first. `afterId` continues after the last row of the page before. */
export async function listSamplesOf(tx: Tx, { workspaceId, workflow, activity, limit, afterId }: SampleFilter) {
  const rows = await tx
    .selectFrom("timed_sample")
    .select(["id", "minutes", "taken_at as takenAt", "note", "how", "discarded_at as discardedAt"])
    .where("workspace_id", "=", workspaceId)
    .where("workflow", "=", workflow)
    .where("activity", "=", activity)
    .$if(afterId !== null, (query) => query.where("id", "<", afterId ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, how: originOf(row.how) }));
}

/** One sample, locked until the transaction ends. */
export async function lockTimedSample(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  const row = await tx
    .selectFrom("timed_sample")
    .select(["id", "workflow", "activity", "minutes", "how", "discarded_at as discardedAt"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, how: originOf(row.how) };
}

/** Discards a sample, or takes the discarding back with null. It stays in the table: nothing that was measured is deleted. */
export async function updateSampleDiscarded(
  tx: Tx,
  { workspaceId, id, discardedAt }: { workspaceId: string; id: string; discardedAt: Date | null },
): Promise<void> {
  await tx
    .updateTable("timed_sample")
    .set({ discarded_at: discardedAt })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}
