import { sql, type Kysely } from "kysely";

/** The version that a back-test is compared with over the same past decisions; null: with none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table back_test add column against_version integer`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table back_test drop column against_version`.execute(db);
}
