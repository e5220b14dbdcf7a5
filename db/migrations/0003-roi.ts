import { sql, type Kysely } from "kysely";
import { tenantTable } from "../tenancy.ts";

/** Scenarios of the ROI model with every version they ever had, and links that show one thing to people without an account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table scenario (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, name text not null check (length(name) between 1 and 200),
      head_version integer not null, created_by jsonb not null, created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(), archived_at timestamptz, primary key (workspace_id, id));

    create table scenario_version (
      workspace_id uuid not null, scenario_id uuid not null, version integer not null, document jsonb not null, audit_id uuid,
      notes text not null default '', changes jsonb not null, saved_by jsonb not null, saved_at timestamptz not null default now(),
      primary key (workspace_id, scenario_id, version),
      foreign key (workspace_id, scenario_id) references scenario on delete cascade);

    create table share_link (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, kind text not null check (kind in ('scenario', 'audit', 'value')),
      subject_id uuid not null, subject_version integer, title text not null, token_hash text not null unique, created_by jsonb not null,
      created_at timestamptz not null default now(), expires_at timestamptz not null, revoked_at timestamptz, primary key (workspace_id, id));
    create index share_link_subject on share_link (workspace_id, kind, subject_id);
  `.execute(db);
  await tenantTable(db, "scenario");
  await tenantTable(db, "scenario_version", { rights: "append" });
  await tenantTable(db, "share_link", { alsoVisibleTo: "holder of token" });
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table share_link, scenario_version, scenario`.execute(db);
}
