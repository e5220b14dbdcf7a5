import { sql, type Kysely } from "kysely";
import { tenantTable } from "../tenancy.ts";

/**
 * Past items that were drawn, the likely long ones more often, so that somebody looks up how long they took. `chance` is how likely an item
 * was to be drawn, `place` its place in the list; settled: looked up, or found that nobody can tell. A sample names its item.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table item_to_time (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, list_id uuid not null, workflow text not null,
      activity text not null, event_id text not null, case_id text not null, ended_at timestamptz not null,
      chance double precision not null check (chance > 0 and chance <= 1), place integer not null, drawn_at timestamptz not null,
      settled_at timestamptz, primary key (workspace_id, id));
    create index item_to_time_activity on item_to_time (workspace_id, workflow, activity, ended_at);
    create index item_to_time_list on item_to_time (workspace_id, list_id);
    alter table timed_sample add column item_id uuid, add unique (workspace_id, item_id),
      add foreign key (workspace_id, item_id) references item_to_time;
  `.execute(db);
  await tenantTable(db, "item_to_time");
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table timed_sample drop column item_id`.execute(db);
  await sql`drop table item_to_time`.execute(db);
}
