import { sql, type Kysely } from "kysely";

/** The role that web and worker processes use. It owns nothing. */
export const APP_ROLE = "slipstream_app";

type Rights = "all" | "append";

// After a commit a custom setting reads as '' on a pooled connection, and ''::uuid throws.
const WORKSPACE = "nullif(current_setting('app.workspace_id', true), '')::uuid";
const USER = "nullif(current_setting('app.user_id', true), '')";
const TOKEN = "nullif(current_setting('app.token_hash', true), '')";

/**
 * Puts a table under forced row-level security by its workspace_id and grants it to the application role.
 *
 * @param rights "append" grants no update and no delete: erasure is the one named way to remove such rows
 * @param alsoVisibleTo further rows that may be read (not written) before a workspace is known
 */
export async function tenantTable(
  db: Kysely<unknown>,
  table: string,
  { rights = "all", alsoVisibleTo }: { rights?: Rights; alsoVisibleTo?: "own user" | "holder of token" | "member" } = {},
): Promise<void> {
  const name = sql.table(table);
  await sql`alter table ${name} enable row level security`.execute(db);
  await sql`alter table ${name} force row level security`.execute(db);
  await sql`create policy tenant on ${name} using (workspace_id = ${sql.raw(WORKSPACE)}) with check (workspace_id = ${sql.raw(WORKSPACE)})`.execute(
    db,
  );
  if (alsoVisibleTo === "own user") await sql`create policy own_user on ${name} for select using (user_id = ${sql.raw(USER)})`.execute(db);
  if (alsoVisibleTo === "holder of token")
    await sql`create policy holder on ${name} for select using (token_hash = ${sql.raw(TOKEN)})`.execute(db);
  if (alsoVisibleTo === "member")
    await sql`create policy member on ${name} for select using (exists (
      select 1 from membership m where m.workspace_id = ${name}.workspace_id and m.user_id = ${sql.raw(USER)}))`.execute(db);
  const grants = rights === "append" ? "select, insert" : "select, insert, update, delete";
  await sql`grant ${sql.raw(grants)} on ${name} to ${sql.ref(APP_ROLE)}`.execute(db);
}

/**
 * Closes a partition: it is reached through its parent alone, whose policy holds. No grant and no policy, so that a query of the
 * partition itself shows nothing, not even to its owner.
 */
export async function closePartition(db: Kysely<unknown>, partition: string): Promise<void> {
  const name = sql.table(partition);
  await sql`alter table ${name} enable row level security`.execute(db);
  await sql`alter table ${name} force row level security`.execute(db);
}
