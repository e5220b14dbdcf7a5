import { sql, type Kysely } from "kysely";
import { APP_ROLE, tenantTable } from "../tenancy.ts";

/**
 * Automations with the versions of their rules and every change of stage; what they decided and what people did instead; what was to
 * be changed in an outside system, every try of it, and how it is taken back; back-tests; and the switch that stops them all.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const stages = sql.raw("'draft', 'back-test', 'shadow', 'approve', 'auto', 'retired'");
  await sql`
    create table automation (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, playbook text not null, name text not null,
      stage text not null default 'draft' check (stage in (${stages})), stage_since timestamptz not null,
      version integer not null default 1, paused_at timestamptz, settings jsonb not null, watch jsonb not null default '{}',
      created_by jsonb not null, created_at timestamptz not null, primary key (workspace_id, id));
    create unique index automation_of_playbook on automation (workspace_id, playbook) where stage <> 'retired';

    create table automation_version (
      workspace_id uuid not null, automation_id uuid not null, version integer not null, rules jsonb not null, tests jsonb not null,
      note text not null, engine text not null, made_by jsonb not null, made_at timestamptz not null,
      primary key (workspace_id, automation_id, version),
      foreign key (workspace_id, automation_id) references automation on delete cascade);

    create table automation_stage_change (
      workspace_id uuid not null, id uuid not null, automation_id uuid not null, version integer not null,
      from_stage text not null, to_stage text not null, what text not null check (what in ('stage', 'pause', 'resume')),
      reason text not null, evidence jsonb, actor jsonb not null, at timestamptz not null, primary key (workspace_id, id),
      foreign key (workspace_id, automation_id) references automation on delete cascade);

    create table automation_control (
      workspace_id uuid not null references workspace on delete cascade, stopped_at timestamptz, reason text, actor jsonb,
      primary key (workspace_id));

    create table decision (
      workspace_id uuid not null, id uuid not null, automation_id uuid not null, version integer not null,
      stage text not null, connection_id uuid not null, case_id text not null, occasion text not null, decided_at timestamptz not null,
      facts jsonb not null, row_id text, outcome text not null, reason text not null, planned jsonb not null, risk_minor bigint, currency text,
      held_out boolean not null default false, primary key (workspace_id, id), unique (workspace_id, automation_id, case_id, occasion),
      foreign key (workspace_id, automation_id) references automation on delete cascade);
    create index decision_recent on decision (workspace_id, automation_id, decided_at desc);

    create table decision_answer (
      workspace_id uuid not null, decision_id uuid not null, automation_id uuid not null, source text not null check (source in ('people', 'approval')),
      outcome text not null, agreed boolean not null, severe boolean not null, cost_minor bigint not null, at timestamptz not null,
      primary key (workspace_id, decision_id),
      foreign key (workspace_id, decision_id) references decision on delete cascade);
    create index decision_answer_recent on decision_answer (workspace_id, automation_id, at desc);

    create table effect (
      workspace_id uuid not null, id uuid not null, automation_id uuid not null, version integer not null, decision_id uuid not null,
      position integer not null, connection_id uuid not null, case_id text not null, subject jsonb not null, kind text not null, input jsonb not null,
      state text not null check (state in ('proposed', 'ready', 'running', 'done', 'refused', 'failed', 'expired', 'undone')),
      key text not null, undoes uuid, inverse jsonb, answer jsonb, problem text, error_class text, risk_minor bigint, currency text,
      attempts integer not null default 0, due_at timestamptz not null, leased_until timestamptz, expires_at timestamptz,
      decided_by jsonb, created_at timestamptz not null, settled_at timestamptz, primary key (workspace_id, id), unique (workspace_id, key),
      foreign key (workspace_id, decision_id) references decision on delete cascade);
    create index effect_waiting on effect (workspace_id, due_at) where state in ('proposed', 'ready', 'running');
    create index effect_of_automation on effect (workspace_id, automation_id, created_at desc);
    create index effect_of_decision on effect (workspace_id, decision_id, position);

    create table effect_attempt (
      workspace_id uuid not null, id uuid not null, effect_id uuid not null, at timestamptz not null, what text not null check (what in ('look', 'act', 'read back')),
      result text not null check (result in ('begun', 'done', 'already done', 'not done', 'refused', 'failed')), error_class text, message text, answer jsonb,
      primary key (workspace_id, id), foreign key (workspace_id, effect_id) references effect on delete cascade);
    create index effect_attempt_of_effect on effect_attempt (workspace_id, effect_id, at);

    create table effect_budget (
      workspace_id uuid not null, connection_id uuid not null, tokens double precision not null, refilled_at timestamptz not null, paused_until timestamptz,
      primary key (workspace_id, connection_id), foreign key (workspace_id, connection_id) references connection on delete cascade);

    create table back_test (
      workspace_id uuid not null, id uuid not null, automation_id uuid not null, version integer not null, from_day date not null, to_day date not null,
      job_run_id uuid, report jsonb, created_by jsonb not null, created_at timestamptz not null, finished_at timestamptz, primary key (workspace_id, id),
      foreign key (workspace_id, automation_id) references automation on delete cascade);
    create index back_test_of_automation on back_test (workspace_id, automation_id, created_at desc);

    create table back_test_disagreement (
      workspace_id uuid not null, back_test_id uuid not null, position integer not null, case_id text not null, decided_at timestamptz not null,
      facts jsonb not null, row_id text, outcome text not null, people_outcome text not null, cost_minor bigint not null,
      primary key (workspace_id, back_test_id, position), foreign key (workspace_id, back_test_id) references back_test on delete cascade);

    -- A live decision reads one case: its events, the parts of its record, and cases related to it.
    create index event_of_case on event (workspace_id, case_id);
    create index record_of_order on record_current (workspace_id, connection_id, model, (content->>'orderId')) where content ? 'orderId';
    create index record_of_customer on record_current (workspace_id, connection_id, model, (content->>'customerId')) where content ? 'customerId';
    create index record_of_state on record_current (workspace_id, connection_id, model, (content->>'state')) where content ? 'state';
  `.execute(db);
  for (const table of ["automation", "automation_control", "effect", "effect_budget", "back_test", "back_test_disagreement"])
    await tenantTable(db, table);
  for (const table of ["automation_version", "automation_stage_change", "decision", "decision_answer", "effect_attempt"])
    await tenantTable(db, table, { rights: "append" });

  // The clock looks which workspaces have automations at work or effects that are due; it sees their ids and nothing else.
  await sql`
    create policy sweep on automation for select using (current_setting('app.sweep', true) = 'automations');
    create policy sweep on effect for select using (current_setting('app.sweep', true) = 'automations');
    create function erase_decisions(erased_connection uuid) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
      declare erased bigint; begin
        delete from decision where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and connection_id = erased_connection;
        get diagnostics erased = row_count; return erased;
      end $$;
    revoke all on function erase_decisions(uuid) from public;
  `.execute(db);
  await sql`grant execute on function erase_decisions(uuid) to ${sql.ref(APP_ROLE)}`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function erase_decisions(uuid)`.execute(db);
  await sql`drop index record_of_state, record_of_customer, record_of_order, event_of_case`.execute(db);
  await sql`drop table back_test_disagreement, back_test, effect_budget, effect_attempt, effect, decision_answer, decision,
    automation_control, automation_stage_change, automation_version, automation`.execute(db);
}
