import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "kysely";
import { from as copyFrom } from "pg-copy-streams";
import { copyLine } from "#db/copy-line.ts";
import type { Store, Tx } from "#db/client.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { packDelivery } from "./event-blocks.ts";

export type Ingest = { workspaceId: string; sourceId: string; importId: string | null; events: readonly OpsEvent[] };

/**
 * Adds events of one source in one transaction. An event id the source has delivered before changes nothing.
 * COPY is refused on tables with row-level security, so it goes into a temporary table that only this session sees,
 * and from there through the policies into the log.
 *
 * @returns how many were new
 */
export async function ingestEvents({ pool }: Pick<Store, "pool">, { workspaceId, sourceId, importId, events }: Ingest): Promise<number> {
  if (events.length === 0) return 0;
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    await client.query("select set_config('app.workspace_id', $1, true)", [workspaceId]);
    await client.query(`create temporary table incoming (
      event_id text, case_id text, activity text, actor text, recorded_kind text, role text, workflow text,
      started_at timestamptz, ended_at timestamptz, attributes jsonb) on commit drop`);
    const copy = client.query(copyFrom("copy incoming from stdin"));
    await pipeline(Readable.from(lines(events)), copy);
    const { rows } = await client.query<{ batch: number }>("select nextval('event_batch') as batch");
    const batch = rows[0]!.batch;
    const { rowCount } = await client.query(
      `insert into event (workspace_id, source_id, import_id, batch, event_id, case_id, activity, actor, recorded_kind, role, workflow, started_at, ended_at, attributes)
       select $1, $2, $3, $4, event_id, case_id, activity, actor, recorded_kind, role, workflow, started_at, ended_at, attributes from incoming order by event_id
       on conflict do nothing`,
      [workspaceId, sourceId, importId, batch],
    );
    // The next audit counts what is listed here, and nothing twice.
    if (rowCount) {
      await client.query("insert into audit_batch (workspace_id, batch, events) values ($1, $2, $3)", [workspaceId, batch, rowCount]);
      await packDelivery(client, { workspaceId, sourceId, batch });
    }
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

/**
 * Adds a few events of our own in the transaction of what they tell of. An event id that is known already changes nothing.
 *
 * @returns how many were new
 */
export async function addEvents(
  tx: Tx,
  { workspaceId, sourceId, events }: { workspaceId: string; sourceId: string; events: readonly OpsEvent[] },
): Promise<number> {
  const { rows } = await sql<{ batch: number }>`select nextval('event_batch') as batch`.execute(tx);
  const batch = rows[0]!.batch;
  const added = await tx
    .insertInto("event")
    .values(
      events.map((event) => ({
        workspace_id: workspaceId,
        source_id: sourceId,
        batch,
        event_id: event.eventId,
        case_id: event.caseId,
        activity: event.activity,
        actor: event.actor,
        recorded_kind: event.actorKind,
        workflow: event.workflow ?? null,
        ended_at: new Date(event.endedAtMs),
        attributes: event.attributes ? JSON.stringify(event.attributes) : null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning("event_id")
    .execute();
  if (added.length > 0) await tx.insertInto("audit_batch").values({ workspace_id: workspaceId, batch, events: added.length }).execute();
  return added.length;
}

const CHUNK = 500; // lines joined to one buffer: a chunk a line costs more than the copy itself

function* lines(events: readonly OpsEvent[]): Generator<Buffer> {
  for (let start = 0; start < events.length; start += CHUNK)
    yield Buffer.from(
      events
        .slice(start, start + CHUNK)
        .map(line)
        .join(""),
    );
}

const line = (event: OpsEvent): string =>
  copyLine([
    event.eventId,
    event.caseId,
    event.activity,
    event.actor,
    event.actorKind,
    event.role ?? null,
    event.workflow ?? null,
    event.startedAtMs === null ? null : new Date(event.startedAtMs).toISOString(),
    new Date(event.endedAtMs).toISOString(),
    event.attributes ? JSON.stringify(event.attributes) : null,
  ]);

/** How many events of the log an import brought in. */
export async function countEventsOfImport(
  tx: Tx,
  { workspaceId, sourceId, importId }: { workspaceId: string; sourceId: string; importId: string },
): Promise<number> {
  const { count } = await tx
    .selectFrom("event")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .where("source_id", "=", sourceId)
    .where("import_id", "=", importId)
    .executeTakeFirstOrThrow();
  return count;
}
