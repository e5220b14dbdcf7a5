import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type OfConnection = { workspaceId: string; connectionId: string };

/** How far each model of a connection has been read, by its name; none for one whose first page is to come. */
export async function listIngestCursors(tx: Tx, { workspaceId, connectionId }: OfConnection): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom("ingest_cursor")
    .select(["model", "cursor"])
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .execute();
  return new Map(rows.map(({ model, cursor }) => [model, cursor]));
}

/** Moves a cursor forward. One that stands further already stays: another worker has read the same pages and more. */
export async function advanceIngestCursor(
  tx: Tx,
  row: OfConnection & { model: string; cursor: string; modifiedAt: string; now: Date },
): Promise<void> {
  await tx
    .insertInto("ingest_cursor")
    .values({
      workspace_id: row.workspaceId,
      connection_id: row.connectionId,
      model: row.model,
      cursor: row.cursor,
      modified_at: row.modifiedAt,
      read_at: row.now,
    })
    .onConflict(
      (conflict) =>
        conflict
          .columns(["workspace_id", "connection_id", "model"])
          .doUpdateSet({ cursor: row.cursor, modified_at: row.modifiedAt, read_at: row.now })
          .where("ingest_cursor.modified_at", "<=", sql<Date>`${row.modifiedAt}::timestamptz`), // A Date would cut off the microseconds.
    )
    .execute();
}

/** Per model: present and deleted records, and when the newest change was made at Nango. By name. */
export function countRecords(tx: Tx, { workspaceId, connectionId }: OfConnection) {
  return tx
    .selectFrom("record_current")
    .select((eb) => [
      "model",
      eb.fn.countAll<number>().filterWhere("deleted_at", "is", null).as("present"),
      eb.fn.countAll<number>().filterWhere("deleted_at", "is not", null).as("deleted"),
      eb.fn.max("modified_at").as("newestAt"),
    ])
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .groupBy("model")
    .orderBy("model")
    .execute();
}

/** What was set aside of a connection since it could not be read, of these models, the newest first. */
export async function listSetAside(
  tx: Tx,
  { workspaceId, connectionId, models, limit }: OfConnection & { models: readonly string[]; limit: number },
): Promise<{ model: string; id: string; reason: string | null; since: Date }[]> {
  if (models.length === 0) return [];
  return tx
    .selectFrom("record_current")
    .select(["model", "record_id as id", sql<string | null>`content->>'reason'`.as("reason"), "modified_at as since"])
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .where("model", "in", models)
    .where("deleted_at", "is", null)
    .orderBy("modified_at", "desc")
    .orderBy("record_id")
    .limit(limit)
    .execute();
}
