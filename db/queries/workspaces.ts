import type { Tx } from "#db/client.ts";

export function findWorkspace(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("workspace")
    .select([
      "workspace_id as workspaceId",
      "name",
      "currency",
      "time_zone as timeZone",
      "locale",
      "working_days_a_year as workingDaysAYear",
      "demo",
      "created_at as createdAt",
    ])
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
}
