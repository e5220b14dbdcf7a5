import { sql, type Kysely } from "kysely";
import { tenantTable } from "../tenancy.ts";

/** Where the hours went that automations returned, as the team says it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table hours_used (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, workflow text not null, week date not null,
      use text not null check (use in ('redeployed', 'avoided hire', 'overtime', 'lost')), hours double precision not null check (hours > 0),
      what text not null, minor_per_hour bigint, entered_by jsonb not null, entered_at timestamptz not null, primary key (workspace_id, id));
  `.execute(db);
  await tenantTable(db, "hours_used");
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table hours_used`.execute(db);
}
