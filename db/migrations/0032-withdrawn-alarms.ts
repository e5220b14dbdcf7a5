import { sql, type Kysely } from "kysely";

/** An alarm that the newest audit sees no longer is withdrawn: history that came in later showed that nothing rose, or it went down again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table creep_alarm add column withdrawn_at timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table creep_alarm drop column withdrawn_at`.execute(db);
}
