import { sql, type Kysely } from "kysely";

/** Uploads are no longer CSV alone: what a file is, whether its events are steps of activities, and how many such steps joined another row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table upload
      add column format text not null default 'csv' check (format in ('csv', 'xes', 'ocel-json', 'ocel-xml')),
      add column lifecycle boolean not null default false;
    alter table event_import add column rows_joined bigint not null default 0;
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_import drop column rows_joined`.execute(db);
  await sql`alter table upload drop column format, drop column lifecycle`.execute(db);
}
