import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

export type SampleOrigin = "stop-watch" | "entered" | "imported";
const ORIGINS: readonly SampleOrigin[] = ["stop-watch", "entered", "imported"];
const originOf = (how: string): SampleOrigin => ORIGINS.find((origin) => origin === how) ?? "entered";

/** A sample that counts. `chance` is known of items that were drawn: how likely it was that they were drawn and then timed. */
export type CountedSample = {
  id: string;
  workflow: string;
  activity: string;
  minutes: number;
  how: SampleOrigin;
  takenAt: Date;
  /** E-mail of the person who timed it; null when they have gone. */
  account: string | null;
  /** The event of an item that was drawn; null for others. */
  eventId: string | null;
  chance: number | null;
};

/** Every sample that was not discarded, in the order they were taken. */
export async function listTimedSamples(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<CountedSample[]> {
  const rows = await tx
    .with("list", (db) =>
      db
        .selectFrom("item_to_time as i")
        .leftJoin("timed_sample as t", (join) =>
          join.onRef("t.workspace_id", "=", "i.workspace_id").onRef("t.item_id", "=", "i.id").on("t.discarded_at", "is", null),
        )
        .select(["i.list_id", sql<number>`count(t.id)::float8 / count(*)`.as("timed")])
        .where("i.workspace_id", "=", workspaceId)
        .groupBy("i.list_id"),
    )
    .selectFrom("timed_sample as s")
    .leftJoin("auth_user as u", "u.id", "s.taken_by")
    .leftJoin("item_to_time as i", (join) => join.onRef("i.workspace_id", "=", "s.workspace_id").onRef("i.id", "=", "s.item_id"))
    .leftJoin("list as l", "l.list_id", "i.list_id")
    .select(["s.id", "s.workflow", "s.activity", "s.minutes", "s.how", "s.taken_at as takenAt", "u.email as account"])
    .select(["i.event_id as eventId", sql<number | null>`i.chance * l.timed`.as("chance")])
    .where("s.workspace_id", "=", workspaceId)
    .where("s.discarded_at", "is", null)
    .orderBy("s.taken_at")
    .orderBy("s.id")
    .execute();
  return rows.map((row) => ({ ...row, how: originOf(row.how) }));
}

/** Activities with discarded samples, and how many. */
export async function countDiscardedSamples(
  tx: Tx,
  { workspaceId }: { workspaceId: string },
): Promise<{ workflow: string; activity: string; discarded: number }[]> {
  return tx
    .selectFrom("timed_sample")
    .select(["workflow", "activity", sql<number>`count(*)::int`.as("discarded")])
    .where("workspace_id", "=", workspaceId)
    .where("discarded_at", "is not", null)
    .groupBy(["workflow", "activity"])
    .orderBy("workflow")
    .orderBy("activity")
    .execute();
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
  /** The item that was drawn to be looked up; null for others. */
  itemId: string | null;
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
      samples.map(({ id, workflow, activity, minutes, takenAt, takenBy, note, how, importKey, itemId }) => ({
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
        item_id: itemId,
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
    .selectFrom("timed_sample as s")
    .leftJoin("auth_user as u", "u.id", "s.taken_by")
    .select(["s.id", "s.minutes", "s.taken_at as takenAt", "s.note", "s.how", "s.discarded_at as discardedAt"])
    .select(["u.email as account", "s.item_id as itemId"])
    .where("s.workspace_id", "=", workspaceId)
    .where("s.workflow", "=", workflow)
    .where("s.activity", "=", activity)
    .$if(afterId !== null, (query) => query.where("s.id", "<", afterId ?? ""))
    .orderBy("s.id", "desc")
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
