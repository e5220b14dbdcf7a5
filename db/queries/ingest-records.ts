import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { Store } from "#db/client.ts";
import { copyLine } from "#db/copy-line.ts";

export type IncomingRecord = {
  id: string;
  /** When it changed at Nango, to the microsecond, as Nango writes it. */
  modifiedAt: string;
  deletedAt: string | null;
  contentHash: string;
  /** Without characters that Postgres cannot hold. */
  contentJson: string;
};

/**
 * Adds a page of records of one model: every version that differs is appended, and the current row follows the newest.
 * A page that comes twice, late, or out of order leads to the same rows.
 *
 * @returns how many versions were new
 */
export async function ingestRecords(
  { pool }: Pick<Store, "pool">,
  {
    workspaceId,
    connectionId,
    model,
    records,
    now,
  }: { workspaceId: string; connectionId: string; model: string; records: readonly IncomingRecord[]; now: Date },
): Promise<number> {
  if (records.length === 0) return 0;
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    await client.query("select set_config('app.workspace_id', $1, true)", [workspaceId]);
    await client.query(`create temporary table incoming (
      record_id text, modified_at timestamptz, deleted_at timestamptz, content_hash text, content jsonb) on commit drop`);
    const lines = records.map((row) => copyLine([row.id, row.modifiedAt, row.deletedAt, row.contentHash, row.contentJson]));
    await pipeline(Readable.from([Buffer.from(lines.join(""))]), client.query(copyFrom("copy incoming from stdin")));
    const place = [workspaceId, connectionId, model];
    const { rowCount } = await client.query(
      `insert into record_version (workspace_id, connection_id, model, record_id, modified_at, deleted_at, content_hash, content, ingested_at)
       select $1, $2, $3, i.record_id, i.modified_at, i.deleted_at, i.content_hash, i.content, $4 from incoming i
       left join record_current c on c.workspace_id = $1 and c.connection_id = $2 and c.model = $3 and c.record_id = i.record_id
       where c.record_id is null or i.modified_at > c.modified_at
         and (c.content_hash <> i.content_hash or (c.deleted_at is null) <> (i.deleted_at is null))
       order by i.record_id on conflict do nothing`,
      [...place, now],
    );
    // A tombstone may hold no more than the id: what the record last was stays with it.
    await client.query(
      `insert into record_current as c (workspace_id, connection_id, model, record_id, modified_at, deleted_at, content_hash, content)
       select distinct on (record_id) $1, $2, $3, record_id, modified_at, deleted_at, content_hash, content from incoming order by record_id, modified_at desc
       on conflict (workspace_id, connection_id, model, record_id) do update set modified_at = excluded.modified_at, deleted_at = excluded.deleted_at,
         content_hash = excluded.content_hash, content = case when excluded.deleted_at is null then excluded.content else c.content end
       where excluded.modified_at > c.modified_at`,
      place,
    );
    await client.query("commit");
    return rowCount ?? 0;
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}
