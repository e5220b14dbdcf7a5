import { sql, type Kysely } from "kysely";
import { tenantTable } from "../tenancy.ts";

/** The rollout: one plan a workspace with all its versions, what came of its items, and what people are told about it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table rollout_plan (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, version integer not null, body jsonb not null, solution jsonb,
      updated_at timestamptz not null, updated_by jsonb not null, primary key (workspace_id, id), unique (workspace_id));

    create table rollout_plan_version (
      workspace_id uuid not null, id uuid not null, plan_id uuid not null, version integer not null, body jsonb not null, reason text not null,
      actor jsonb not null, at timestamptz not null, primary key (workspace_id, id), unique (workspace_id, plan_id, version),
      foreign key (workspace_id, plan_id) references rollout_plan on delete cascade);

    create table rollout_watch (
      workspace_id uuid not null, plan_id uuid not null, primary key (workspace_id, plan_id),
      foreign key (workspace_id, plan_id) references rollout_plan on delete cascade);

    create table rollout_item (
      workspace_id uuid not null, plan_id uuid not null, item_id text not null, owner_user_id text,
      state text not null default 'planned' check (state in ('planned', 'working', 'built', 'done', 'slipped')),
      started_at timestamptz, built_at timestamptz, done_at timestamptz, actual_effort_days double precision,
      primary key (workspace_id, plan_id, item_id), foreign key (workspace_id, plan_id) references rollout_plan on delete cascade);

    create table rollout_status (
      workspace_id uuid not null, id uuid not null, plan_id uuid not null, item_id text not null, state text not null, reason text not null,
      actor jsonb not null, at timestamptz not null, primary key (workspace_id, id),
      foreign key (workspace_id, plan_id) references rollout_plan on delete cascade);
    create index rollout_status_item on rollout_status (workspace_id, plan_id, item_id);

    create table rollout_task (
      workspace_id uuid not null, id uuid not null, plan_id uuid not null, item_id text not null, title text not null, due_on date,
      assignee_user_id text, done_at timestamptz, created_at timestamptz not null, created_by jsonb not null, primary key (workspace_id, id),
      foreign key (workspace_id, plan_id) references rollout_plan on delete cascade);
    create index rollout_task_item on rollout_task (workspace_id, plan_id, item_id);

    create table rollout_comment (
      workspace_id uuid not null, id uuid not null, plan_id uuid not null, item_id text not null, text text not null, author jsonb not null,
      at timestamptz not null, primary key (workspace_id, id), foreign key (workspace_id, plan_id) references rollout_plan on delete cascade);
    create index rollout_comment_item on rollout_comment (workspace_id, plan_id, item_id);

    create table rollout_gate_reading (
      workspace_id uuid not null, id uuid not null, plan_id uuid not null, item_id text not null, audit_id uuid not null,
      measured_at timestamptz not null, value double precision, limit_value double precision not null, primary key (workspace_id, id),
      unique (workspace_id, plan_id, item_id, audit_id), foreign key (workspace_id, plan_id) references rollout_plan on delete cascade);

    create table rollout_proposal (
      workspace_id uuid not null, id uuid not null, plan_id uuid not null, audit_id uuid not null, base_version integer not null,
      body jsonb not null, differences jsonb not null, state text not null default 'open' check (state in ('open', 'taken', 'dismissed')),
      made_at timestamptz not null, answered_at timestamptz, primary key (workspace_id, id), unique (workspace_id, plan_id, audit_id, base_version),
      foreign key (workspace_id, plan_id) references rollout_plan on delete cascade);

    create table rollout_notice (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, user_id text not null references auth_user (id) on delete cascade,
      occasion text not null, text text not null, href text not null, at timestamptz not null, read_at timestamptz,
      primary key (workspace_id, id), unique (workspace_id, user_id, occasion));

    create table rollout_feed (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, user_id text not null references auth_user (id) on delete cascade,
      token_hash text not null unique, created_at timestamptz not null, revoked_at timestamptz, primary key (workspace_id, id));
  `.execute(db);
  for (const table of ["rollout_plan", "rollout_watch", "rollout_item", "rollout_task", "rollout_gate_reading", "rollout_proposal"])
    await tenantTable(db, table);
  for (const table of ["rollout_plan_version", "rollout_status", "rollout_comment"]) await tenantTable(db, table, { rights: "append" });
  await tenantTable(db, "rollout_notice");
  await tenantTable(db, "rollout_feed", { alsoVisibleTo: "holder of token" });
  // The checks that run by the clock have to know which workspaces follow a plan; they see their ids and nothing else.
  await sql`create policy sweep on rollout_watch for select using (current_setting('app.sweep', true) = 'rollout')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table rollout_feed, rollout_notice, rollout_proposal, rollout_gate_reading, rollout_comment, rollout_task, rollout_status,
    rollout_item, rollout_watch, rollout_plan_version, rollout_plan`.execute(db);
}
