import { sql, type Kysely } from "kysely";
import { APP_ROLE, tenantTable } from "../tenancy.ts";

/**
 * What an audit keeps of the log, so that the next one reads only what is new: sums by part, variants, and which deliveries are in them.
 * An event carries the number of its delivery. The indexes find the events of a delivery, and the others of an account's day.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create sequence event_batch;
    alter table event add column batch bigint not null default 0;
    create index event_batch_index on event (workspace_id, batch);
    create index event_actor on event (workspace_id, actor, ended_at);

    create table audit_batch (
      workspace_id uuid not null references workspace on delete cascade, batch bigint not null, events bigint not null,
      primary key (workspace_id, batch));

    create table audit_state (
      workspace_id uuid not null references workspace on delete cascade, fingerprint text not null, view jsonb not null,
      progress jsonb, updated_at timestamptz not null, primary key (workspace_id));

    create table audit_part (
      workspace_id uuid not null, part text not null, body text not null, primary key (workspace_id, part),
      foreign key (workspace_id) references audit_state on delete cascade);
    alter table audit_part alter column body set storage external;

    create table audit_variant (
      workspace_id uuid not null, workflow text not null, path_hash uuid not null, path text not null,
      cases bigint not null check (cases >= 0), primary key (workspace_id, workflow, path_hash),
      foreign key (workspace_id) references audit_state on delete cascade);
    create index audit_variant_top on audit_variant (workspace_id, workflow, cases desc, path_hash);

    alter table audit_snapshot add column as_of date;
  `.execute(db);
  await sql`grant usage on sequence event_batch to ${sql.ref(APP_ROLE)}`.execute(db);
  for (const table of ["audit_batch", "audit_state", "audit_part", "audit_variant"]) await tenantTable(db, table);
  // Erasure takes events out of the log: the sums that counted them go with them, and the next audit makes new ones.
  await sql`
    create function forget_audit_totals() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        delete from audit_state where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
        return null;
      end $$;
    create trigger forget_audit_totals after delete on event for each statement execute function forget_audit_totals();
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger forget_audit_totals on event`.execute(db);
  await sql`drop function forget_audit_totals()`.execute(db);
  await sql`alter table audit_snapshot drop column as_of`.execute(db);
  await sql`drop table audit_variant, audit_part, audit_state, audit_batch`.execute(db);
  await sql`drop index event_actor, event_batch_index`.execute(db);
  await sql`alter table event drop column batch`.execute(db);
  await sql`drop sequence event_batch`.execute(db);
}
