import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** The queue's jobs by name and state, over all workspaces: counts only, nothing of what they carry. */
export async function countJobRunsByState(db: Db): Promise<{ name: string; state: string; count: number }[]> {
  const { rows } = await sql<{ name: string; state: string; count: number }>`
    select name, state::text as state, count(*) as count from pgboss.job where name not like '\_\_pgboss\_\_%' group by name, state`.execute(
    db,
  );
  return rows;
}
