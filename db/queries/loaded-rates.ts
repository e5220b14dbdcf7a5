import type { Tx } from "#db/client.ts";

/** The workspace's rates; the default one first, then by role. */
export function listLoadedRates(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("loaded_rate")
    .select(["id", "role", "minor_an_hour as minorAnHour", "class", "source", "created_at as createdAt"])
    .where("workspace_id", "=", workspaceId)
    .orderBy((eb) => eb("role", "<>", "default"))
    .orderBy("role")
    .execute();
}

export function findLoadedRate(tx: Tx, { workspaceId, role }: { workspaceId: string; role: string }) {
  return tx
    .selectFrom("loaded_rate")
    .select(["id", "role", "minor_an_hour as minorAnHour", "class", "source"])
    .where("workspace_id", "=", workspaceId)
    .where("role", "=", role)
    .executeTakeFirst();
}

export type NewLoadedRate = {
  workspaceId: string;
  id: string;
  role: string;
  minorAnHour: number;
  class: string;
  source: string | null;
  now: Date;
};

/** One rate a role: a second one takes the place of the first. */
export async function upsertLoadedRate(
  tx: Tx,
  { workspaceId, id, role, minorAnHour, class: evidence, source, now }: NewLoadedRate,
): Promise<void> {
  await tx
    .insertInto("loaded_rate")
    .values({ workspace_id: workspaceId, id, role, minor_an_hour: minorAnHour, class: evidence, source, created_at: now })
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "role"]).doUpdateSet({ minor_an_hour: minorAnHour, class: evidence, source, created_at: now }),
    )
    .execute();
}

export async function deleteLoadedRate(tx: Tx, { workspaceId, role }: { workspaceId: string; role: string }): Promise<void> {
  await tx.deleteFrom("loaded_rate").where("workspace_id", "=", workspaceId).where("role", "=", role).execute();
}
