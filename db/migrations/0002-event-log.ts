import { sql, type Kysely } from "kysely";
import { APP_ROLE, closePartition, tenantTable } from "../tenancy.ts";

const PARTITIONS = 8; // Hash partitions keep the unique key (source, event id) possible; 8 lets maintenance run beside ingest.

/** Long work, uploads, and the append-only event log with what was thought of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table job_run (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, name text not null, title text not null, subject_id text, payload jsonb not null,
      state text not null default 'waiting' check (state in ('waiting', 'running', 'retrying', 'done', 'failed', 'cancelled')),
      rows_done bigint not null default 0, rows_total bigint, message text, error_code text, error_message text,
      attempt integer not null default 0, cancel_requested_at timestamptz, requested_by jsonb not null, result jsonb,
      created_at timestamptz not null default now(), started_at timestamptz, heartbeat_at timestamptz, finished_at timestamptz,
      primary key (workspace_id, id));
    create index job_run_recent on job_run (workspace_id, created_at desc);

    create table upload (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, file_name text not null,
      byte_count bigint not null, sha256 text not null, delimiter text not null, header jsonb not null, row_estimate bigint not null, created_by text not null,
      created_at timestamptz not null default now(), primary key (workspace_id, id));

    create table event_source (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, kind text not null check (kind in ('upload', 'connection')),
      name text not null, mapping jsonb, created_at timestamptz not null default now(), primary key (workspace_id, id),
      unique (workspace_id, kind, name));

    create table event_import (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, source_id uuid not null, upload_id uuid not null,
      job_run_id uuid not null, mapping jsonb not null, rows_read bigint not null default 0, rows_added bigint not null default 0,
      rows_known bigint not null default 0, rows_rejected bigint not null default 0, first_rejections jsonb not null default '[]',
      created_at timestamptz not null default now(), finished_at timestamptz, primary key (workspace_id, id),
      foreign key (workspace_id, source_id) references event_source on delete cascade,
      foreign key (workspace_id, upload_id) references upload on delete cascade);

    create table event (
      workspace_id uuid not null, source_id uuid not null, event_id text not null, case_id text not null, activity text not null,
      actor text, recorded_kind text check (recorded_kind in ('person', 'app', 'rule', 'supplier', 'customer', 'unknown')),
      role text, workflow text, started_at timestamptz, ended_at timestamptz not null, attributes jsonb, import_id uuid, ingested_at timestamptz not null default now(),
      primary key (workspace_id, source_id, event_id)) partition by hash (workspace_id);
    create index event_time on event (workspace_id, ended_at);

    create table loaded_rate (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, role text not null, minor_an_hour bigint not null check (minor_an_hour >= 0),
      class text not null default 'assumed' check (class in ('assumed', 'benchmark', 'recorded')), source text, created_at timestamptz not null default now(),
      primary key (workspace_id, id), unique (workspace_id, role));

    create table actor_kind (
      workspace_id uuid not null references workspace on delete cascade, actor text not null,
      kind text not null check (kind in ('person', 'app', 'rule', 'supplier', 'customer', 'unknown')),
      reason text not null, decided_by jsonb not null, decided_at timestamptz not null default now(), primary key (workspace_id, actor));

    create table timed_sample (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, workflow text not null, activity text not null,
      minutes double precision not null check (minutes > 0 and minutes <= 1440), taken_at timestamptz not null, taken_by text not null, note text,
      discarded_at timestamptz, primary key (workspace_id, id));
    create index timed_sample_activity on timed_sample (workspace_id, workflow, activity);

    create table audit_snapshot (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, computed_at timestamptz not null, from_at timestamptz not null, to_at timestamptz not null,
      event_count bigint not null, report jsonb not null, job_run_id uuid, primary key (workspace_id, id));
    create index audit_snapshot_recent on audit_snapshot (workspace_id, computed_at desc);
  `.execute(db);
  for (let part = 0; part < PARTITIONS; part += 1) {
    const partition = `event_${part}`;
    await sql`create table ${sql.table(partition)} partition of event for values with (modulus ${sql.lit(PARTITIONS)}, remainder ${sql.lit(part)})`.execute(
      db,
    );
    await closePartition(db, partition);
  }

  for (const table of ["job_run", "upload", "event_source", "event_import", "loaded_rate", "actor_kind", "timed_sample", "audit_snapshot"])
    await tenantTable(db, table);
  await tenantTable(db, "event", { rights: "append" });

  // The one way to delete append-only rows: a whole workspace or a whole source, always within the scope of the caller.
  await sql`
    create function erase_events(source uuid) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
      declare erased bigint; begin
        delete from event where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and source_id = source;
        get diagnostics erased = row_count; return erased;
      end $$;
    create function erase_workspace() returns void language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        delete from event where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
        delete from workspace where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
      end $$;
    revoke all on function erase_events(uuid), erase_workspace() from public;
  `.execute(db);
  await sql`grant execute on function erase_events(uuid), erase_workspace() to ${sql.ref(APP_ROLE)}`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function erase_workspace(), erase_events(uuid)`.execute(db);
  await sql`drop table audit_snapshot, timed_sample, actor_kind, loaded_rate, event, event_import, event_source, upload, job_run`.execute(
    db,
  );
}
