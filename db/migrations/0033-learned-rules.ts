import { sql, type Kysely } from "kysely";

/**
 * A version of rules keeps what it was learned from; null: nobody's decisions, as far as is known. Versions with rows of a draft are given
 * the draft that was learned last before them; how such drafts did on cases that were held out was not asked then.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table automation_version add column learned jsonb`.execute(db);
  const tables = ["automation_version", "job_run"];
  // Row-level security is forced: the owner sees every tenant's rows only while it is let go, within the transaction.
  for (const table of tables) await sql`alter table ${sql.table(table)} no force row level security`.execute(db);
  await sql`
    update automation_version v set learned = (
      select jsonb_build_object(
        'decisions', j.result->'decisions', 'heldOut', null,
        'fromMs', floor(extract(epoch from j.started_at - interval '90 days') * 1000), 'untilMs', floor(extract(epoch from j.started_at) * 1000))
      from job_run j
      where j.workspace_id = v.workspace_id and j.name = 'draft-rules' and j.subject_id = v.automation_id::text and j.state = 'done'
        and j.finished_at <= v.made_at and j.started_at is not null and jsonb_typeof(j.result->'decisions') = 'number'
      order by j.finished_at desc limit 1)
    where exists (select from jsonb_array_elements(v.rules->'rows') r where r->>'id' like 'mined-%')`.execute(db);
  for (const table of tables) await sql`alter table ${sql.table(table)} force row level security`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table automation_version drop column learned`.execute(db);
}
