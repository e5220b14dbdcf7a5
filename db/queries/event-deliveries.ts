import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

/** Events that came again, and events that came late, by name of their source. A source without any is not in it. */
export type Deliveries = { repeats: Map<string, number>; late: Map<string, number> };

/**
 * How well the sources deliver. Late are events of the last `days` that came in more than a day after they happened, although their
 * connection was there already: what a first sync or a file brings of the past is not late.
 *
 * @param until deliveries after it do not count
 */
export async function deliveriesOfSources(
  tx: Tx,
  { workspaceId, until, days }: { workspaceId: string; until: Date; days: number },
): Promise<Deliveries> {
  const repeats = await tx
    .selectFrom("event_import as i")
    .innerJoin("event_source as s", (join) => join.onRef("s.id", "=", "i.source_id").onRef("s.workspace_id", "=", "i.workspace_id"))
    .where("i.workspace_id", "=", workspaceId)
    .where("i.created_at", "<", until)
    .groupBy("s.name")
    .select(["s.name as source", sql<number>`sum(i.rows_known + i.rows_repeated)::float8`.as("events")])
    .execute();
  const late = await sql<{ source: string; events: number }>`
    select s.name as source, sum(counted.events)::float8 as events from event_source s, lateral (
      select count(*) as events from event e
      where e.workspace_id = s.workspace_id and e.source_id = s.id and e.ended_at < ${until}
        and e.ended_at >= greatest(s.created_at, ${until}::timestamptz - make_interval(days => ${days}))
        and e.ingested_at > e.ended_at + interval '1 day') counted
    where s.workspace_id = ${workspaceId} and s.kind = 'connection' group by s.name`.execute(tx);
  const counted = (rows: readonly { source: string; events: number }[]) =>
    new Map(rows.filter(({ events }) => events > 0).map(({ source, events }) => [source, events]));
  return { repeats: counted(repeats), late: counted(late.rows) };
}
