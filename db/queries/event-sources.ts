import type { Tx } from "#db/client.ts";

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
