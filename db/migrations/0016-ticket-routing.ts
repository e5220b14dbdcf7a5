import { sql, type Kysely } from "kysely";

/** What a decision on a ticket reads beside its own record: earlier tickets of the same requester, and orders by the number that people say aloud. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index record_of_requester on record_current (workspace_id, connection_id, model, (content->>'requesterId')) where content ? 'requesterId';
    create index record_of_number on record_current (workspace_id, model, (content->>'number')) where content ? 'number';
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index record_of_number, record_of_requester`.execute(db);
}
