import type { Sql } from "./database.ts";
import type { Counts } from "./records.ts";

export type SyncRow = {
  id: string;
  connection: number;
  name: string;
  variant: string;
  frequency: string | null;
  paused: boolean;
  next_run_at: string | null;
};
export type JobRow = {
  id: number;
  sync: string;
  type: "INITIAL" | "INCREMENTAL";
  status: "RUNNING" | "SUCCESS" | "ERROR";
  result: Record<string, Counts>;
  error: Record<string, unknown> | null;
  started_at: string;
  finished_at: string | null;
};

/** Adds the syncs that a connection lacks; those that do not start by themselves begin paused. */
export async function addSyncs(sql: Sql, connection: number, syncs: readonly { name: string; autoStart: boolean }[]): Promise<void> {
  await sql.query(
    `insert into nango.sync (connection, name, paused, next_run_at)
     select $1, s.name, not s.auto_start, case when s.auto_start then now() end
     from unnest($2::text[], $3::boolean[]) as s (name, auto_start) on conflict do nothing`,
    [connection, syncs.map(({ name }) => name), syncs.map(({ autoStart }) => autoStart)],
  );
}

export async function syncsOf(sql: Sql, connection: number): Promise<SyncRow[]> {
  return sql.query<SyncRow>("select * from nango.sync where connection = $1 order by name", [connection]);
}

export async function syncById(sql: Sql, id: string): Promise<SyncRow | null> {
  const rows = await sql.query<SyncRow>("select * from nango.sync where id = $1", [id]);
  return rows[0] ?? null;
}

/** Syncs whose time has come, oldest first. */
export async function dueSyncs(sql: Sql): Promise<SyncRow[]> {
  return sql.query<SyncRow>("select * from nango.sync where not paused and next_run_at <= now() order by next_run_at limit 50");
}

export async function setPaused(sql: Sql, id: string, paused: boolean): Promise<void> {
  await sql.query("update nango.sync set paused = $2, next_run_at = case when $2 then null else now() end where id = $1 and paused <> $2", [
    id,
    paused,
  ]);
}

export async function setFrequency(sql: Sql, id: string, frequency: string | null): Promise<void> {
  await sql.query("update nango.sync set frequency = $2 where id = $1", [id, frequency]);
}

export async function setNextRun(sql: Sql, id: string, milliseconds: number): Promise<void> {
  await sql.query("update nango.sync set next_run_at = now() + make_interval(secs => $2 / 1000.0) where id = $1 and not paused", [
    id,
    milliseconds,
  ]);
}

export async function startJob(sql: Sql, sync: string): Promise<JobRow> {
  const rows = await sql.query<JobRow>(
    `insert into nango.job (sync, type, status)
     select $1, case when exists (select from nango.job where sync = $1 and status = 'SUCCESS') then 'INCREMENTAL' else 'INITIAL' end, 'RUNNING' returning *`,
    [sync],
  );
  if (!rows[0]) throw new Error("the job was not started");
  return rows[0];
}

export async function finishJob(
  sql: Sql,
  id: number,
  outcome: { status: "SUCCESS" | "ERROR"; result: Record<string, Counts>; error: Record<string, unknown> | null },
): Promise<void> {
  await sql.query("update nango.job set status = $2, result = $3, error = $4, finished_at = now() where id = $1", [
    id,
    outcome.status,
    JSON.stringify(outcome.result),
    outcome.error === null ? null : JSON.stringify(outcome.error),
  ]);
}

export async function lastJob(sql: Sql, sync: string): Promise<JobRow | null> {
  const rows = await sql.query<JobRow>("select * from nango.job where sync = $1 order by id desc limit 1", [sync]);
  return rows[0] ?? null;
}

/** Jobs that ran when the emulator last ended did not finish: their syncs run again at once. */
export async function endOrphanedJobs(sql: Sql): Promise<void> {
  await sql.query(
    `with ended as (
       update nango.job set status = 'ERROR', finished_at = now(), error = '{"type":"script_aborted","description":"The server was stopped during the run"}'
       where status = 'RUNNING' returning sync)
     update nango.sync set next_run_at = now() where id in (select sync from ended) and not paused`,
  );
}

/** Newest outcome of each sync that failed: what the connection shows as its errors. */
export async function failedSyncs(sql: Sql, connections: readonly number[]): Promise<Map<number, { type: "sync"; log_id: string }[]>> {
  const rows = await sql.query<{ connection: number; job: number }>(
    `select s.connection, last.id as job from nango.sync s
     cross join lateral (select id, status from nango.job where sync = s.id order by id desc limit 1) last
     where s.connection = any ($1) and last.status = 'ERROR'`,
    [connections],
  );
  const failed = new Map<number, { type: "sync"; log_id: string }[]>();
  for (const { connection, job } of rows)
    failed.set(connection, [...(failed.get(connection) ?? []), { type: "sync", log_id: `job_${job}` }]);
  return failed;
}
