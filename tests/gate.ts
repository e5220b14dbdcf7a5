import pg from "pg";
import type { TestHouse } from "./house.ts";

const LOOK_EVERY_MS = 10;

/**
 * Makes a race certain: holds a table against writes, starts all works, waits until every one of them is stopped by some lock,
 * and then lets them go on together. What checks before it writes, without a lock of its own, has then checked too early.
 *
 * @param works at most as many as the test house has connections
 */
export async function raceAt<T>(house: TestHouse, table: string, works: readonly (() => Promise<T>)[]): Promise<T[]> {
  const holder = new pg.Client({ connectionString: house.ownerUrl });
  await holder.connect();
  try {
    await holder.query("begin");
    await holder.query(`lock table "${table}" in exclusive mode`);
    let over = 0;
    const running = Promise.all(works.map((work) => work().finally(() => (over += 1))));
    running.catch(() => {}); // Awaited below, after the table is free again.
    // A work that is over without having written waits for nothing any more.
    while ((await stopped(holder)) + over < works.length) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    await holder.query("commit");
    return await running;
  } finally {
    await holder.end();
  }
}

async function stopped(client: pg.Client): Promise<number> {
  // Within a transaction Postgres shows the connections of the first look, so that one opened later would never be counted.
  await client.query("select pg_stat_clear_snapshot()");
  const { rows } = await client.query<{ waiting: number }>(
    `select count(distinct l.pid)::int as waiting from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where not l.granted and a.datname = current_database()`,
  );
  return rows[0]?.waiting ?? 0;
}
