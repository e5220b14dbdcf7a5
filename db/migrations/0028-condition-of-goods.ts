import { sql, type Kysely } from "kysely";

/**
 * The condition of returned goods stood under the name of the evidence's own grade and took its place. It gets a name of its own. Shopify's
 * time line always says who wrote a tag, which is grade A, but where it names neither a person nor a program.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await withAllRows(db, async () => {
    await sql`
      update event set attributes = attributes || jsonb_build_object(
        'condition', attributes->>'grade', 'grade', case recorded_kind when 'unknown' then 'C' else 'A' end)
      where activity = 'grade goods' and attributes ? 'sourceAction' and attributes->>'grade' not in ('A', 'B', 'C')`.execute(db);
    await sql`update connection set facts = facts - 'evidence'`.execute(db); // It is read anew.
  });
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await withAllRows(db, async () => {
    await sql`
      update event set attributes = (attributes - 'condition') || jsonb_build_object('grade', attributes->>'condition')
      where activity = 'grade goods' and attributes ? 'sourceAction' and attributes ? 'condition'`.execute(db);
  });
}

/** Row-level security is forced, so the owner of the tables sees no tenant's rows until it is let go for a moment, within the transaction. */
async function withAllRows(db: Kysely<unknown>, work: () => Promise<void>): Promise<void> {
  for (const table of ["event", "connection"]) await sql`alter table ${sql.table(table)} no force row level security`.execute(db);
  await work();
  for (const table of ["event", "connection"]) await sql`alter table ${sql.table(table)} force row level security`.execute(db);
}
