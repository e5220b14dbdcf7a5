import { sql, type Kysely } from "kysely";

/** How many rows of a file were the same to the letter as another of it: they are one event. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_import add column rows_repeated bigint not null default 0`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_import drop column rows_repeated`.execute(db);
}
