import { sql, type Kysely } from "kysely";
import { APP_ROLE, tenantTable } from "../tenancy.ts";

/** Connected accounts, every version of every record they delivered, and how far each model has been read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table connection (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, integration text not null, provider text not null,
      nango_connection_id text not null, source_id uuid not null, name text not null,
      state text not null default 'active' check (state in ('active', 'paused', 'broken', 'gone', 'erasing')), problem text,
      facts jsonb not null default '{}', syncs jsonb not null default '[]', connected_by jsonb not null,
      connected_at timestamptz not null, checked_at timestamptz, primary key (workspace_id, id),
      unique (workspace_id, integration, nango_connection_id),
      foreign key (workspace_id, source_id) references event_source);
    create index connection_at_nango on connection (integration, nango_connection_id);

    create table record_version (
      workspace_id uuid not null references workspace on delete cascade, connection_id uuid not null, model text not null, record_id text not null,
      modified_at timestamptz not null, deleted_at timestamptz, content_hash text not null, content jsonb not null,
      ingested_at timestamptz not null default now(), primary key (workspace_id, connection_id, model, record_id, modified_at));

    create table record_current (
      workspace_id uuid not null, connection_id uuid not null, model text not null, record_id text not null,
      modified_at timestamptz not null, deleted_at timestamptz, content_hash text not null, content jsonb not null,
      primary key (workspace_id, connection_id, model, record_id),
      foreign key (workspace_id, connection_id) references connection on delete cascade);

    create table ingest_cursor (
      workspace_id uuid not null, connection_id uuid not null, model text not null, cursor text not null, modified_at timestamptz not null,
      read_at timestamptz not null, primary key (workspace_id, connection_id, model),
      foreign key (workspace_id, connection_id) references connection on delete cascade);
  `.execute(db);
  for (const table of ["connection", "record_current", "ingest_cursor"]) await tenantTable(db, table);
  await tenantTable(db, "record_version", { rights: "append" });

  // A webhook and the sweep begin without a workspace: they may look up which one a connection belongs to, and change nothing.
  await sql`
    create policy sweep on connection for select using (current_setting('app.sweep', true) = 'connections');
    create function erase_records(erased_connection uuid) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
      declare erased bigint; begin
        delete from record_version where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and connection_id = erased_connection;
        get diagnostics erased = row_count; return erased;
      end $$;
    revoke all on function erase_records(uuid) from public;
  `.execute(db);
  await sql`grant execute on function erase_records(uuid) to ${sql.ref(APP_ROLE)}`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function erase_records(uuid)`.execute(db);
  await sql`drop table ingest_cursor, record_current, record_version, connection`.execute(db);
}
