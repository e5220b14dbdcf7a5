import { sql, type Kysely } from "kysely";

/**
 * What keeps pages quick however long the log is: how many events the kept totals count, so that nobody counts the log for a page; and the
 * newest events of an activity by index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table audit_state add column events bigint;
    create index event_activity on event (workspace_id, activity, ended_at);
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index event_activity`.execute(db);
  await sql`alter table audit_state drop column events`.execute(db);
}
