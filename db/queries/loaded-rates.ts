import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

/** A rate by what it is about: a role, and the ISO day from which it holds; null: from the beginning. */
export type RateKey = { workspaceId: string; role: string; effectiveFrom: string | null };

const columns = [
  "id",
  "role",
  "minor_an_hour as minorAnHour",
  "class",
  "source",
  sql<string | null>`effective_from::text`.as("effectiveFrom"),
  "created_at as createdAt",
] as const;

/** The workspace's rates; the default ones first, then by role; of one role the newest day first. */
export function listLoadedRates(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("loaded_rate")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .orderBy((eb) => eb("role", "<>", "default"))
    .orderBy("role")
    .orderBy(sql`effective_from desc nulls last`)
    .execute();
}

export function findLoadedRate(tx: Tx, { workspaceId, role, effectiveFrom }: RateKey) {
  return tx
    .selectFrom("loaded_rate")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .where("role", "=", role)
    .where(from(effectiveFrom))
    .executeTakeFirst();
}

const from = (day: string | null) => sql<boolean>`effective_from is not distinct from ${day}::date`;

export type NewLoadedRate = RateKey & {
  id: string;
  minorAnHour: number;
  class: string;
  source: string | null;
  now: Date;
};

/** One rate a role and day: a second one takes the place of the first. */
export async function upsertLoadedRate(
  tx: Tx,
  { workspaceId, id, role, effectiveFrom, minorAnHour, class: evidence, source, now }: NewLoadedRate,
): Promise<void> {
  const priced = { minor_an_hour: minorAnHour, class: evidence, source, created_at: now };
  await tx
    .insertInto("loaded_rate")
    .values({ workspace_id: workspaceId, id, role, effective_from: effectiveFrom, ...priced })
    .onConflict((conflict) => conflict.columns(["workspace_id", "role", "effective_from"]).doUpdateSet(priced))
    .execute();
}

export async function deleteLoadedRate(tx: Tx, { workspaceId, role, effectiveFrom }: RateKey): Promise<void> {
  await tx.deleteFrom("loaded_rate").where("workspace_id", "=", workspaceId).where("role", "=", role).where(from(effectiveFrom)).execute();
}
