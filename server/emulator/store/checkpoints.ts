import type { Sql } from "./database.ts";

/** Flat progress of a function on a connection. */
export type CheckpointValue = Record<string, string | number | boolean>;

export async function readCheckpoint(
  sql: Sql,
  connection: number,
  key: string,
): Promise<{ value: CheckpointValue; version: number } | null> {
  const rows = await sql.query<{ value: CheckpointValue; version: number }>(
    "select value, version from nango.checkpoint where connection = $1 and key = $2",
    [connection, key],
  );
  return rows[0] ?? null;
}

/** @returns false when somebody else saved one since `version` was read (0 = there was none) */
export async function writeCheckpoint(
  sql: Sql,
  connection: number,
  key: string,
  value: CheckpointValue,
  version: number,
): Promise<boolean> {
  const rows =
    version === 0
      ? await sql.query("insert into nango.checkpoint (connection, key, value) values ($1, $2, $3) on conflict do nothing returning key", [
          connection,
          key,
          JSON.stringify(value),
        ])
      : await sql.query(
          "update nango.checkpoint set value = $3, version = version + 1 where connection = $1 and key = $2 and version = $4 returning key",
          [connection, key, JSON.stringify(value), version],
        );
  return rows.length === 1;
}

export async function clearCheckpoint(sql: Sql, connection: number, key: string): Promise<void> {
  await sql.query("delete from nango.checkpoint where connection = $1 and key = $2", [connection, key]);
}

/** Those of a function and of its deletion tracking. */
export async function clearCheckpointsOf(sql: Sql, connection: number, key: string): Promise<void> {
  await sql.query("delete from nango.checkpoint where connection = $1 and (key = $2 or starts_with(key, $2 || ':'))", [connection, key]);
}
