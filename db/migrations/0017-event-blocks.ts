import { sql, type Kysely } from "kysely";
import { tenantTable } from "../tenancy.ts";

/**
 * The log once more as packed columns, a row for each delivery: what counting the whole log reads. `batch` is the delivery; null: several older
 * ones, packed when they were in the log already. `ids` are read where the order of two events hangs on them, `typed` where values were typed in several sources.
 * Events of deliveries from before there were blocks are in blocks up to a time of their source: the next count of the log packs the others.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event_block (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, source_id uuid not null, batch bigint,
      events integer not null check (events > 0), from_at timestamptz not null, to_at timestamptz not null,
      columns bytea not null, ids bytea not null, typed text, primary key (workspace_id, id));
    create index event_block_source on event_block (workspace_id, source_id, to_at);
    alter table event_block alter column columns set storage external, alter column ids set storage external;

    alter table event_source add column packed_to timestamptz not null default '-infinity';
    alter table event_source alter column packed_to set default 'infinity';
  `.execute(db);
  await tenantTable(db, "event_block");
  await sql`
    create or replace function erase_events(source uuid) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
      declare erased bigint; begin
        -- Who packs events of the source is waited for: nothing may be packed of what is erased.
        perform from event_source where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and id = source for no key update;
        delete from event_block where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and source_id = source;
        delete from event where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and source_id = source;
        get diagnostics erased = row_count; return erased;
      end $$;
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function erase_events(source uuid) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
      declare erased bigint; begin
        delete from event where workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and source_id = source;
        get diagnostics erased = row_count; return erased;
      end $$;
    alter table event_source drop column packed_to;
    drop table event_block;
  `.execute(db);
}
