import { sql, type Kysely } from "kysely";

/** From which day on a rate holds; null: from the beginning. Rates that there are held from the beginning. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table loaded_rate
      add column effective_from date,
      drop constraint loaded_rate_workspace_id_role_key,
      add unique nulls not distinct (workspace_id, role, effective_from);
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from loaded_rate where effective_from is not null`.execute(db);
  await sql`
    alter table loaded_rate
      drop constraint loaded_rate_workspace_id_role_effective_from_key,
      drop column effective_from,
      add unique (workspace_id, role);
  `.execute(db);
}
