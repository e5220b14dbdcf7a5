import { sql, type Kysely } from "kysely";
import { APP_ROLE, closePartition, tenantTable } from "../tenancy.ts";

const PARTITIONS = 8; // As the event log has: links are read and erased together with their events.
const TABLES = ["object", "event_object", "object_relation", "object_change"] as const;

/** Objects after OCEL 2.0: what events touch, how objects belong together, and how their attributes changed. The event table stays the case view. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table object (
      workspace_id uuid not null, source_id uuid not null, object_type text not null, object_id text not null,
      primary key (workspace_id, source_id, object_type, object_id));

    create table event_object (
      workspace_id uuid not null, source_id uuid not null, event_id text not null, object_type text not null, object_id text not null,
      qualifier text not null default '',
      primary key (workspace_id, source_id, event_id, object_type, object_id, qualifier)) partition by hash (workspace_id);

    create table object_relation (
      workspace_id uuid not null, source_id uuid not null, object_type text not null, object_id text not null,
      other_type text not null, other_id text not null, qualifier text not null default '',
      primary key (workspace_id, source_id, object_type, object_id, other_type, other_id, qualifier));

    create table object_change (
      workspace_id uuid not null, source_id uuid not null, object_type text not null, object_id text not null,
      attribute text not null, changed_at timestamptz not null, value text not null,
      primary key (workspace_id, source_id, object_type, object_id, attribute, changed_at));
  `.execute(db);
  for (let part = 0; part < PARTITIONS; part += 1) {
    const partition = `event_object_${part}`;
    await sql`create table ${sql.table(partition)} partition of event_object for values with (modulus ${sql.lit(PARTITIONS)}, remainder ${sql.lit(part)})`.execute(
      db,
    );
    await closePartition(db, partition);
  }
  for (const table of TABLES) await tenantTable(db, table, { rights: "append" });

  await sql`
    create function erase_objects(source uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
      declare workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid; begin
        delete from event_object where workspace_id = workspace and (source is null or source_id = source);
        delete from object_relation where workspace_id = workspace and (source is null or source_id = source);
        delete from object_change where workspace_id = workspace and (source is null or source_id = source);
        delete from object where workspace_id = workspace and (source is null or source_id = source);
      end $$;
    revoke all on function erase_objects(uuid) from public;
  `.execute(db);
  await sql`grant execute on function erase_objects(uuid) to ${sql.ref(APP_ROLE)}`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function erase_objects(uuid)`.execute(db);
  await sql`drop table object_change, object_relation, event_object, object`.execute(db);
}
