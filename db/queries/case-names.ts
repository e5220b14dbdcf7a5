import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

/**
 * What a field says in the current records of a model, for some of their ids, over all connections of the workspace.
 * A record of two connections with one id has a row for each name; one without the field has none.
 */
export function listRecordNames(
  tx: Tx,
  { workspaceId, model, field, recordIds }: { workspaceId: string; model: string; field: string; recordIds: readonly string[] },
): Promise<{ recordId: string; name: string }[]> {
  const name = sql<string>`content->>${sql.lit(field)}`;
  return tx
    .selectFrom("record_current")
    .select(["record_id as recordId", name.as("name")])
    .distinct()
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "in", (eb) => eb.selectFrom("connection").select("id").where("workspace_id", "=", workspaceId))
    .where("model", "=", model)
    .where(sql<boolean>`record_id = any(${[...recordIds]})`)
    .where(name, "is not", null)
    .execute();
}

/**
 * The current records of a model whose field says one of some names, over all connections of the workspace: the other way round than
 * listRecordNames. A name that several records bear has a row for each.
 */
export function listRecordsCalled(
  tx: Tx,
  { workspaceId, model, field, names }: { workspaceId: string; model: string; field: string; names: readonly string[] },
): Promise<{ recordId: string; name: string }[]> {
  const name = sql<string>`content->>${sql.lit(field)}`;
  return tx
    .selectFrom("record_current")
    .select(["record_id as recordId", name.as("name")])
    .distinct()
    .where("workspace_id", "=", workspaceId)
    .where("model", "=", model)
    .where("deleted_at", "is", null)
    .where(sql<boolean>`content->>${sql.lit(field)} = any(${[...names]})`)
    .execute();
}
