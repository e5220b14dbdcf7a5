import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

test("an audit that ends while the page is read is seen as running, or by what it found, and never as neither", async () => {
  const { jobRunId } = await owner.call((api) => api.audit.request({}));
  const holder = new pg.Client({ connectionString: house.ownerUrl });
  await holder.connect();
  try {
    // Whoever reads audits stands still here, and meanwhile the job ends.
    await holder.query("begin");
    await holder.query("lock table audit_snapshot in access exclusive mode");
    const answer = owner.call((api) => api.audit.get({}));
    for (let stopped = 0; stopped === 0; await new Promise((resolve) => setTimeout(resolve, 10))) {
      await holder.query("select pg_stat_clear_snapshot()");
      const { rows } = await holder.query<{ n: number }>(
        "select count(*)::int as n from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()",
      );
      stopped = rows[0]?.n ?? 0;
    }
    await holder.query("select set_config('app.workspace_id', $1, true)", [owner.workspaceId]);
    const { rowCount } = await holder.query("update job_run set state = 'done' where id = $1", [jobRunId]);
    expect(rowCount).toBe(1);
    await holder.query("commit");
    expect(await answer).toMatchObject({ audit: null, runningJobId: jobRunId });
  } finally {
    await holder.end();
  }
});
