import { sql } from "kysely";
import type { Tx } from "#db/client.ts";
import { eraseEvents } from "./events.ts";

/** By name. */
export function listEventSources(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("event_source")
    .select(["id", "kind", "name", "mapping", "created_at as createdAt"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("name")
    .execute();
}

/** The source of that name, made when there is none; its mapping becomes the newest one. Returns its id. */
export async function upsertUploadSource(
  tx: Tx,
  source: { workspaceId: string; id: string; name: string; mapping: object },
): Promise<string> {
  const row = await tx
    .insertInto("event_source")
    .values({ workspace_id: source.workspaceId, id: source.id, kind: "upload", name: source.name, mapping: JSON.stringify(source.mapping) })
    .onConflict((conflict) => conflict.columns(["workspace_id", "kind", "name"]).doUpdateSet({ mapping: JSON.stringify(source.mapping) }))
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/**
 * The id of the source of that name; one that is there stays as it is. Names of connections carry the connection's own id, so that what a file
 * of ours says came from one finds it again. Where there is none, a source of uploads is made.
 */
export async function findOrInsertSource(tx: Tx, source: { workspaceId: string; id: string; name: string }): Promise<string> {
  const found = tx
    .selectFrom("event_source")
    .select("id")
    .where("workspace_id", "=", source.workspaceId)
    .where("name", "=", source.name)
    .orderBy("kind");
  const known = await found.executeTakeFirst();
  if (known) return known.id;
  await tx
    .insertInto("event_source")
    .values({ workspace_id: source.workspaceId, id: source.id, kind: "upload", name: source.name })
    .onConflict((conflict) => conflict.columns(["workspace_id", "kind", "name"]).doNothing())
    .execute();
  return (await found.executeTakeFirstOrThrow()).id;
}

/** A source of uploads, held until the end of the transaction: nothing is imported into it meanwhile. */
export function lockUploadSource(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx
    .selectFrom("event_source")
    .select(["id", "name"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("kind", "=", "upload")
    .forUpdate()
    .executeTakeFirst();
}

/**
 * Erases a source of uploads: its events, objects and imports, and the uploads that were imported nowhere else.
 *
 * @returns how many events are gone, and the ids of the imports and uploads whose files are left
 */
export async function eraseUploadSource(
  tx: Tx,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<{ events: number; importIds: string[]; uploadIds: string[] }> {
  const events = await eraseEvents(tx, { sourceId: id });
  await sql`select erase_objects(${id}::uuid)`.execute(tx);
  const imports = await tx
    .deleteFrom("event_import")
    .where("workspace_id", "=", workspaceId)
    .where("source_id", "=", id)
    .returning(["id", "upload_id as uploadId"])
    .execute();
  const used = [...new Set(imports.map(({ uploadId }) => uploadId))];
  const uploads =
    used.length === 0
      ? []
      : await tx
          .deleteFrom("upload as u")
          .where("u.workspace_id", "=", workspaceId)
          .where("u.id", "in", used)
          .where((eb) =>
            eb.not(
              eb.exists(
                eb
                  .selectFrom("event_import as i")
                  .select("i.id")
                  .whereRef("i.workspace_id", "=", "u.workspace_id")
                  .whereRef("i.upload_id", "=", "u.id"),
              ),
            ),
          )
          .returning("u.id")
          .execute();
  await tx.deleteFrom("event_source").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  return { events, importIds: imports.map((row) => row.id), uploadIds: uploads.map((row) => row.id) };
}
