import type { Tx } from "#db/client.ts";

export type NewEventImport = { workspaceId: string; id: string; sourceId: string; uploadId: string; jobRunId: string; mapping: object };

export async function insertEventImport(tx: Tx, row: NewEventImport): Promise<void> {
  await tx
    .insertInto("event_import")
    .values({
      workspace_id: row.workspaceId,
      id: row.id,
      source_id: row.sourceId,
      upload_id: row.uploadId,
      job_run_id: row.jobRunId,
      mapping: JSON.stringify(row.mapping),
    })
    .execute();
}

const withFile = (tx: Tx) =>
  tx
    .selectFrom("event_import as i")
    .innerJoin("upload as u", (join) => join.onRef("u.workspace_id", "=", "i.workspace_id").onRef("u.id", "=", "i.upload_id"))
    .innerJoin("event_source as s", (join) => join.onRef("s.workspace_id", "=", "i.workspace_id").onRef("s.id", "=", "i.source_id"))
    .innerJoin("job_run as j", (join) => join.onRef("j.workspace_id", "=", "i.workspace_id").onRef("j.id", "=", "i.job_run_id"))
    .select([
      "i.id",
      "i.source_id as sourceId",
      "s.name as sourceName",
      "i.upload_id as uploadId",
      "u.file_name as fileName",
      "u.byte_count as byteCount",
      "u.delimiter",
      "u.format",
      "u.lifecycle",
      "u.header",
      "u.row_estimate as rowEstimate",
      "i.job_run_id as jobRunId",
      "j.state",
      "j.error_message as errorMessage",
      "i.mapping",
      "i.rows_read as rowsRead",
      "i.rows_added as rowsAdded",
      "i.rows_known as rowsKnown",
      "i.rows_rejected as rowsRejected",
      "i.rows_joined as rowsJoined",
      "i.rows_repeated as rowsRepeated",
      "i.first_rejections as firstRejections",
      "i.created_at as createdAt",
      "i.finished_at as finishedAt",
    ]);

export function findEventImport(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return withFile(tx).where("i.workspace_id", "=", workspaceId).where("i.id", "=", id).executeTakeFirst();
}

/** Newest first. */
export function listEventImports(tx: Tx, { workspaceId, limit }: { workspaceId: string; limit: number }) {
  return withFile(tx)
    .where("i.workspace_id", "=", workspaceId)
    .orderBy("i.created_at", "desc")
    .orderBy("i.id", "desc")
    .limit(limit)
    .execute();
}

/** Every row read was added, known, refused, repeated another of the file to the letter, or joined one: the steps of an activity in XES. */
export type ImportCounts = {
  rowsRead: number;
  rowsAdded: number;
  rowsKnown: number;
  rowsRejected: number;
  rowsJoined: number;
  rowsRepeated: number;
  firstRejections: object;
};

export async function finishEventImport(
  tx: Tx,
  { workspaceId, id, now, counts }: { workspaceId: string; id: string; now: Date; counts: ImportCounts },
): Promise<void> {
  await tx
    .updateTable("event_import")
    .set({
      rows_read: counts.rowsRead,
      rows_added: counts.rowsAdded,
      rows_known: counts.rowsKnown,
      rows_rejected: counts.rowsRejected,
      rows_joined: counts.rowsJoined,
      rows_repeated: counts.rowsRepeated,
      first_rejections: JSON.stringify(counts.firstRejections),
      finished_at: now,
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** The import that a job began, if it began one. */
export function findEventImportOfJob(tx: Tx, { workspaceId, jobRunId }: { workspaceId: string; jobRunId: string }) {
  return tx
    .selectFrom("event_import")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("job_run_id", "=", jobRunId)
    .executeTakeFirst();
}
