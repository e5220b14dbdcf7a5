import { sql, type Kysely } from "kysely";
import { tenantTable } from "../tenancy.ts";

/** What the audit is told: which events are a workflow's, who works together and when they are paid, what leaves no trace; and its weekly digest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table workflow_definition (
      workspace_id uuid not null references workspace on delete cascade, workflow text not null, version integer not null,
      body jsonb, created_at timestamptz not null, created_by jsonb not null, primary key (workspace_id, workflow, version));
    drop table decision_definition;

    create table working_calendar (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, name text not null, zone text not null,
      shifts jsonb not null, holidays jsonb not null default '[]', created_at timestamptz not null default now(),
      primary key (workspace_id, id), unique (workspace_id, name));

    create table team (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, name text not null, location text,
      calendar_id uuid, paid_hours_a_week double precision check (paid_hours_a_week > 0 and paid_hours_a_week <= 168),
      created_at timestamptz not null default now(), primary key (workspace_id, id), unique (workspace_id, name),
      foreign key (workspace_id, calendar_id) references working_calendar on delete set null (calendar_id));

    create table team_role (
      workspace_id uuid not null, role text not null, team_id uuid not null, primary key (workspace_id, role),
      foreign key (workspace_id, team_id) references team on delete cascade);

    create table untraced_work (
      workspace_id uuid not null references workspace on delete cascade, workflow text not null, activity text not null,
      times_a_week double precision not null check (times_a_week > 0 and times_a_week <= 100000), note text,
      said_by jsonb not null, said_at timestamptz not null, primary key (workspace_id, workflow, activity));

    create table audit_digest (
      workspace_id uuid not null, audit_id uuid not null, before_audit_id uuid, body jsonb not null, created_at timestamptz not null,
      mailed_at timestamptz, primary key (workspace_id, audit_id),
      foreign key (workspace_id, audit_id) references audit_snapshot on delete cascade);
  `.execute(db);
  for (const table of ["workflow_definition", "working_calendar", "team", "team_role", "untraced_work", "audit_digest"])
    await tenantTable(db, table);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table audit_digest, untraced_work, team_role, team, working_calendar`.execute(db);
  await sql`create table decision_definition (
    workspace_id uuid not null references workspace on delete cascade, workflow text not null, body jsonb not null,
    updated_at timestamptz not null, updated_by jsonb not null, primary key (workspace_id, workflow))`.execute(db);
  await tenantTable(db, "decision_definition");
  await sql`drop table workflow_definition`.execute(db);
}
