import { sql, type Kysely } from "kysely";

/** Changed gates and limits stand in the log of the automation beside its changes of stage. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table automation_stage_change drop constraint automation_stage_change_what_check`.execute(db);
  await sql`alter table automation_stage_change add constraint automation_stage_change_what_check
    check (what in ('stage', 'pause', 'resume', 'settings'))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table automation_stage_change no force row level security`.execute(db); // Its owner has to see every tenant's rows.
  await sql`delete from automation_stage_change where what = 'settings'`.execute(db);
  await sql`alter table automation_stage_change force row level security`.execute(db);
  await sql`alter table automation_stage_change drop constraint automation_stage_change_what_check`.execute(db);
  await sql`alter table automation_stage_change add constraint automation_stage_change_what_check
    check (what in ('stage', 'pause', 'resume'))`.execute(db);
}
