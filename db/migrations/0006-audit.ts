import { sql, type Kysely } from "kysely";
import { tenantTable } from "../tenancy.ts";

/** The audit in depth: a running stop-watch, where samples come from, what a workflow decides, what each audit found, and alarms. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stop_watch (
      workspace_id uuid not null references workspace on delete cascade, user_id text not null references auth_user (id) on delete cascade,
      workflow text not null, activity text not null, started_at timestamptz not null, primary key (workspace_id, user_id));

    alter table timed_sample
      add column how text not null default 'entered' check (how in ('stop-watch', 'entered', 'imported')),
      add column import_key text,
      add unique (workspace_id, import_key);

    create table decision_definition (
      workspace_id uuid not null references workspace on delete cascade, workflow text not null, body jsonb not null,
      updated_at timestamptz not null, updated_by jsonb not null, primary key (workspace_id, workflow));

    create table audit_detail (
      workspace_id uuid not null, audit_id uuid not null, workflow text not null, body jsonb not null, primary key (workspace_id, audit_id, workflow),
      foreign key (workspace_id, audit_id) references audit_snapshot on delete cascade);

    create table audit_watch (
      workspace_id uuid not null references workspace on delete cascade, since timestamptz not null, primary key (workspace_id));

    create table creep_alarm (
      workspace_id uuid not null, id uuid not null, audit_id uuid not null, workflow text not null, activity text not null, since date not null,
      usual_a_week double precision not null, present_a_week double precision not null, chance double precision not null,
      raised_at timestamptz not null, dismissed_at timestamptz, primary key (workspace_id, id), unique (workspace_id, workflow, activity, since),
      foreign key (workspace_id, audit_id) references audit_snapshot on delete cascade);
  `.execute(db);
  for (const table of ["stop_watch", "decision_definition", "audit_detail", "audit_watch", "creep_alarm"]) await tenantTable(db, table);
  // The weekly audit has to know which workspaces there are to audit; it sees their ids and nothing else.
  await sql`create policy sweep on audit_watch for select using (current_setting('app.sweep', true) = 'audit')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table creep_alarm, audit_watch, audit_detail, decision_definition, stop_watch`.execute(db);
  await sql`alter table timed_sample drop column import_key, drop column how`.execute(db);
}
