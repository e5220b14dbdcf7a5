import { sql, type Kysely } from "kysely";

/** What an automation is held against is read from its decisions and their answers; no running sum is kept beside them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table automation drop column watch`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table automation add column watch jsonb not null default '{}'`.execute(db);
}
