import { sql } from "kysely";
import pg from "pg";
import * as z from "zod";
import type { Store, Tx } from "#db/client.ts";
import { CopyOut } from "#db/copy-out.ts";
import { EventRows, rowColumns } from "#db/event-rows.ts";
import { unpackBlock, unpackTexts, type EventBlock, type Texts } from "#server/domain/event-log/event-block.ts";
import type { TypedValues } from "#server/domain/event-log/gathered-events.ts";
import type { AuditedLog } from "./audit-events.ts";

type Source = { workspaceId: string; sourceId: string };

/** Some 35 bytes an event: a block takes 2 MB, more where names are long. */
const BLOCK_EVENTS = 65_536;

/** Packs the events of a delivery, in the transaction that brings them into the log and with its scope. */
export const packDelivery = (client: pg.ClientBase, { batch, ...source }: Source & { batch: number }): Promise<number> =>
  packRows(client, { ...source, batch, where: `e.batch = ${literal(batch)}` });

/** Packs the rows of a source that a condition of SQL names. @returns how many */
async function packRows(
  client: pg.ClientBase,
  { workspaceId, sourceId, batch, where }: Source & { batch: number | null; where: string },
): Promise<number> {
  const rows = new EventRows(new Map());
  const copy = new CopyOut(
    `select ${rowColumns({ fresh: "false", attributes: "e.attributes::text" })} from event e
     where e.workspace_id = ${literal(workspaceId)} and ${where}`,
    (row) => rows.read(row),
  );
  client.query(copy);
  await copy.done;
  const blocks = rows.packed(BLOCK_EVENTS);
  for (const { events, fromMs, toMs, columns, ids, typed } of blocks)
    await client.query(
      `insert into event_block (workspace_id, id, source_id, batch, events, from_at, to_at, columns, ids, typed)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, $9)`,
      [workspaceId, sourceId, batch, events, new Date(fromMs), new Date(toMs), Buffer.from(columns.buffer), Buffer.from(ids.buffer), typed],
    );
  return blocks.reduce((sum, { events }) => sum + events, 0);
}

const literal = (value: string | number) => pg.escapeLiteral(String(value));

/** Sources with events from before there were blocks that no block has yet. */
export async function listUnpackedSources(tx: Tx, { workspaceId }: Pick<Source, "workspaceId">): Promise<string[]> {
  const rows = await tx
    .selectFrom("event_source")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`packed_to < 'infinity'`)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Packs the next events of a source that no block has, in the order of time; first the deliveries that are still to be counted, each by
 * itself. One transaction: killed at any moment, the next call goes on from there. Two at once take turns.
 *
 * @returns how many were packed; null when all are
 */
export const packNextEvents = (store: Pick<Store, "pool">, source: Source): Promise<number | null> =>
  packing(store, source, async (client, packedTo) =>
    packedTo === "infinity" ? null : ((await packWaiting(client, source)) ?? (await packPage(client, { ...source, from: packedTo }))),
  );

/** Deliveries of fewer events are small: a block costs as much to open as some hundreds of events. */
const SMALL_BLOCK_EVENTS = 1024;
const FEWEST_MERGED = BLOCK_EVENTS / SMALL_BLOCK_EVENTS;
const MOST_MERGED = 4096;

/**
 * Packs small deliveries of a source that are counted already into one block, in place of their own. One transaction.
 *
 * @returns how many blocks became one; null when too few are small
 */
export const mergeNextBlocks = (store: Pick<Store, "pool">, { workspaceId, sourceId }: Source): Promise<number | null> =>
  packing(store, { workspaceId, sourceId }, async (client) => {
    const { rows } = await client.query<{ batch: number }>(
      `select batch from (
         select k.batch, sum(k.events) over (order by k.from_at, k.id) as events from event_block k
         where k.workspace_id = $1 and k.source_id = $2 and k.batch is not null and k.events < $3
           and not exists (select from audit_batch b where b.workspace_id = $1 and b.batch = k.batch)) small
       where events <= $4 limit $5`,
      [workspaceId, sourceId, SMALL_BLOCK_EVENTS, BLOCK_EVENTS, MOST_MERGED],
    );
    if (rows.length < FEWEST_MERGED) return null;
    const batches = rows.map(({ batch }) => batch);
    await client.query("delete from event_block where workspace_id = $1 and source_id = $2 and batch = any ($3::bigint[])", [
      workspaceId,
      sourceId,
      batches,
    ]);
    await packRows(client, {
      workspaceId,
      sourceId,
      batch: null,
      where: `e.batch = any (array[${batches.map(literal).join(",")}]::bigint[])`,
    });
    return batches.length;
  });

/** One transaction that packs events of the log; another of the same source, or its erasure, waits for it. null when the source is gone. */
async function packing(
  { pool }: Pick<Store, "pool">,
  { workspaceId, sourceId }: Source,
  work: (client: pg.ClientBase, packedTo: string) => Promise<number | null>,
): Promise<number | null> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    await client.query("select set_config('app.workspace_id', $1, true)", [workspaceId]);
    // The indexes have the order; left to its estimates the planner may sort the whole log.
    await client.query(
      "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true)",
    );
    const { rows } = await client.query<{ packed_to: string }>(
      "select packed_to::text from event_source where workspace_id = $1 and id = $2 for no key update",
      [workspaceId, sourceId],
    );
    const done = rows[0] === undefined ? null : await work(client, rows[0].packed_to);
    await client.query("commit");
    return done;
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}

async function packWaiting(client: pg.ClientBase, source: Source): Promise<number | null> {
  const { rows } = await client.query<{ batch: number }>(
    `select b.batch from audit_batch b where b.workspace_id = $1
       and not exists (select from event_block k where k.workspace_id = $1 and k.batch = b.batch)
       and exists (select from event e where e.workspace_id = $1 and e.batch = b.batch and e.source_id = $2) limit 1`,
    [source.workspaceId, source.sourceId],
  );
  return rows[0] === undefined ? null : packDelivery(client, { ...source, batch: rows[0].batch });
}

async function packPage(client: pg.ClientBase, { workspaceId, sourceId, from }: Source & { from: string }): Promise<number> {
  const left = `e.source_id = ${literal(sourceId)} and e.ended_at > ${literal(from)}::timestamptz and e.batch <> all (array(select k.batch from event_block k
    where k.workspace_id = ${literal(workspaceId)} and k.source_id = ${literal(sourceId)} and k.batch is not null))`;
  const { rows } = await client.query<{ ended_at: string }>(
    `select e.ended_at::text from event e where e.workspace_id = $1 and ${left} order by e.ended_at offset $2 limit 1`,
    [workspaceId, BLOCK_EVENTS - 1],
  );
  const to = rows[0]?.ended_at ?? "infinity";
  const packed = await packRows(client, {
    workspaceId,
    sourceId,
    batch: null,
    where: `${left} and e.ended_at <= ${literal(to)}::timestamptz`,
  });
  await client.query("update event_source set packed_to = $3 where workspace_id = $1 and id = $2", [workspaceId, sourceId, to]);
  return packed;
}

/** Where a block stands in the log. */
export type BlockPlace = { id: string; sourceId: string; source: string; events: number; fromMs: number; toMs: number };

/** The blocks that an audit may see, in the order of their first events. */
export async function listEventBlocks(tx: Tx, { workspaceId, consuming }: AuditedLog): Promise<BlockPlace[]> {
  const { rows } = await sql<{ id: string; source_id: string; source: string | null; events: number; from_at: Date; to_at: Date }>`
    select k.id, k.source_id, s.name as source, k.events, k.from_at, k.to_at from event_block k
    left join event_source s on s.workspace_id = k.workspace_id and s.id = k.source_id
    where k.workspace_id = ${workspaceId} and not exists (select from audit_batch b
      where b.workspace_id = k.workspace_id and b.batch = k.batch and b.batch <> all (${[...consuming]}::bigint[]))
    order by k.from_at, k.id`.execute(tx);
  return rows.map(({ id, source_id: sourceId, source, events, from_at: from, to_at: to }) => ({
    id,
    sourceId,
    source: source ?? "",
    events,
    fromMs: from.getTime(),
    toMs: to.getTime(),
  }));
}

const Typed = z.array(
  z
    .tuple([z.int(), z.string(), z.record(z.string(), z.string())])
    .transform(([place, eventId, attributes]): TypedValues => ({ place, eventId, attributes })),
);

/**
 * Blocks by their ids.
 *
 * @param withTyped also reads what was typed; else none is given
 * @throws when one is not there any more
 */
export async function readEventBlocks(
  store: Pick<Store, "pool">,
  { workspaceId, ids, withTyped }: { workspaceId: string; ids: readonly string[]; withTyped: boolean },
): Promise<Map<string, { block: EventBlock; typed: TypedValues[] }>> {
  const found = await copyFields(store, { workspaceId, ids, columns: `k.columns, ${withTyped ? "k.typed" : "null"}` });
  return new Map(
    [...found].map(([id, [columns, typed]]) => [
      id,
      { block: unpackBlock(columns!), typed: typed == null ? [] : Typed.parse(JSON.parse(new TextDecoder().decode(typed))) },
    ]),
  );
}

/** The ids of the events of blocks. */
export async function readIdsOfBlocks(
  store: Pick<Store, "pool">,
  { workspaceId, ids }: { workspaceId: string; ids: readonly string[] },
): Promise<Map<string, Texts>> {
  const found = await copyFields(store, { workspaceId, ids, columns: "k.ids" });
  return new Map([...found].map(([id, [texts]]) => [id, unpackTexts(texts!)]));
}

/** Fields of blocks as bytes; by COPY, since the driver makes a text of all others. */
async function copyFields(
  { pool }: Pick<Store, "pool">,
  { workspaceId, ids, columns }: { workspaceId: string; ids: readonly string[]; columns: string },
): Promise<Map<string, (Uint8Array | null)[]>> {
  const found = new Map<string, (Uint8Array | null)[]>();
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin read only");
    await client.query("select set_config('app.workspace_id', $1, true)", [workspaceId]);
    const copy = new CopyOut(
      `select k.id::text, ${columns} from event_block k where k.workspace_id = ${literal(workspaceId)} and k.id = any (array[${ids.map(literal).join(",")}]::uuid[])`,
      (row) => {
        const [id, ...fields] = fieldsOf(row);
        found.set(new TextDecoder().decode(id!), fields);
      },
    );
    client.query(copy);
    await copy.done;
    await client.query("commit");
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
  if (found.size < ids.length) throw new Error("Events were erased while the log was read: the job begins again.");
  return found;
}

/** Copies of the fields: the connection uses the bytes of a message again. */
function fieldsOf(row: Buffer): (Uint8Array | null)[] {
  let at = 2;
  return Array.from({ length: row.readInt16BE(0) }, () => {
    const length = row.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return new Uint8Array(row.subarray(at - length, at));
  });
}
