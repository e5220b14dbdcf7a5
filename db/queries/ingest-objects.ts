import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Store } from "#db/client.ts";
import { copyLine } from "#db/copy-line.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import type { LogObject } from "#server/domain/event-log/object.ts";

type Place = { workspaceId: string; sourceId: string };

/**
 * Adds the objects that events touch, and the links to them. Comes after the events themselves and in a transaction of its own, so
 * that events without objects pay nothing; whoever repeats a batch after a crash repeats both. A link known before changes nothing.
 */
export async function ingestLinks(
  { pool }: Pick<Store, "pool">,
  { workspaceId, sourceId, events }: Place & { events: readonly OpsEvent[] },
): Promise<void> {
  const links = events.flatMap(({ eventId, objects = [] }) =>
    objects.map(({ type, id, qualifier }) => copyLine([eventId, type, id, qualifier])),
  );
  if (links.length === 0) return;
  await inScope(pool, workspaceId, async (client) => {
    await client.query("create temporary table incoming (event_id text, object_type text, object_id text, qualifier text) on commit drop");
    await copy(client, links);
    const place = [workspaceId, sourceId];
    await client.query(
      `insert into object (workspace_id, source_id, object_type, object_id)
       select distinct $1::uuid, $2::uuid, object_type, object_id from incoming order by object_type, object_id on conflict do nothing`,
      place,
    );
    await client.query(
      `insert into event_object (workspace_id, source_id, event_id, object_type, object_id, qualifier)
       select $1, $2, event_id, object_type, object_id, qualifier from incoming order by event_id, object_type, object_id, qualifier on conflict do nothing`,
      place,
    );
  });
}

/** Adds objects, what they belong to, and how their attributes changed. What is known already stays as it is. */
export async function ingestObjects(
  { pool }: Pick<Store, "pool">,
  { workspaceId, sourceId, objects }: Place & { objects: readonly LogObject[] },
): Promise<void> {
  if (objects.length === 0) return;
  // One table for the three kinds of row: an object by itself, a relation (other type, other id, qualifier), a change (attribute, time, value).
  const lines = objects.flatMap(({ type, id, relations, changes }) => [
    copyLine(["object", type, id, null, null, null, null]),
    ...relations.map((other) => copyLine(["relation", type, id, other.type, other.id, other.qualifier, null])),
    ...changes.map(({ attribute, atMs, value }) => copyLine(["change", type, id, attribute, value, null, new Date(atMs).toISOString()])),
  ]);
  await inScope(pool, workspaceId, async (client) => {
    await client.query(
      "create temporary table incoming (kind text, type text, id text, a text, b text, c text, at timestamptz) on commit drop",
    );
    await copy(client, lines);
    const place = [workspaceId, sourceId];
    await client.query(
      `insert into object (workspace_id, source_id, object_type, object_id)
       select $1, $2, type, id from incoming where kind = 'object' order by type, id on conflict do nothing`,
      place,
    );
    await client.query(
      `insert into object_relation (workspace_id, source_id, object_type, object_id, other_type, other_id, qualifier)
       select $1, $2, type, id, a, b, c from incoming where kind = 'relation' order by type, id, a, b, c on conflict do nothing`,
      place,
    );
    await client.query(
      `insert into object_change (workspace_id, source_id, object_type, object_id, attribute, changed_at, value)
       select $1, $2, type, id, a, at, b from incoming where kind = 'change' order by type, id, a, at on conflict do nothing`,
      place,
    );
  });
}

const copy = (client: pg.PoolClient, lines: readonly string[]) =>
  pipeline(Readable.from([Buffer.from(lines.join(""))]), client.query(copyFrom("copy incoming from stdin")));

async function inScope(pool: pg.Pool, workspaceId: string, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    await client.query("select set_config('app.workspace_id', $1, true)", [workspaceId]);
    await work(client);
    await client.query("commit");
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}
