import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

const SHOWN_ACTORS = 200;

/**
 * How many events one source has in the log, counted by its blocks: a few rows for thousands of events, written in the transaction that
 * brings these in. null while events from before there were blocks are still to be packed.
 */
export async function countPackedEvents(
  tx: Tx,
  { workspaceId, sourceId }: { workspaceId: string; sourceId: string },
): Promise<number | null> {
  const { rows } = await sql<{ events: number }>`
    select coalesce((select sum(events) from event_block where workspace_id = ${workspaceId} and source_id = ${sourceId}), 0)::bigint as events
    from event_source where workspace_id = ${workspaceId} and id = ${sourceId} and packed_to = 'infinity'`.execute(tx);
  return rows[0]?.events ?? null;
}

/** What the events of one source say of themselves: how many, of when, of what grade, and by whom. The busiest actors first. */
export async function readEvidence(tx: Tx, { workspaceId, sourceId }: { workspaceId: string; sourceId: string }) {
  const rows = await tx
    .selectFrom("event")
    .select((eb) => [
      "actor",
      "recorded_kind as kind",
      sql<string | null>`attributes->>'grade'`.as("grade"),
      eb.fn.countAll<number>().as("events"),
      eb.fn.min("ended_at").as("oldestAt"),
      eb.fn.max("ended_at").as("newestAt"),
    ])
    .where("workspace_id", "=", workspaceId)
    .where("source_id", "=", sourceId)
    .groupBy(["actor", "recorded_kind", sql`attributes->>'grade'`])
    .execute();
  const times = rows.flatMap(({ oldestAt, newestAt }) => [oldestAt, newestAt]).map(Number);
  return {
    events: rows.reduce((sum, row) => sum + row.events, 0),
    oldestAt: times.length > 0 ? new Date(Math.min(...times)) : null,
    newestAt: times.length > 0 ? new Date(Math.max(...times)) : null,
    byKind: tally(rows, ({ kind }) => kind ?? "unknown"),
    byGrade: tally(rows, ({ grade }) => grade ?? "none"),
    nameless: rows.reduce((sum, { actor, kind, events }) => sum + (kind === "person" && actor === null ? events : 0), 0),
    actors: actorsOf(rows).slice(0, SHOWN_ACTORS),
  };
}

type Row = { actor: string | null; kind: string | null; events: number; newestAt: Date };

/** Each actor once per kind, whatever the grade of the evidence; the busiest first. */
function actorsOf(rows: readonly Row[]) {
  const byName = new Map<string, { actor: string; kind: string; events: number; lastAt: Date }>();
  for (const { actor, kind: recorded, events, newestAt } of rows) {
    if (actor === null) continue;
    const kind = recorded ?? "unknown";
    const key = JSON.stringify([actor, kind]);
    const seen = byName.get(key);
    byName.set(key, {
      actor,
      kind,
      events: events + (seen?.events ?? 0),
      lastAt: seen && seen.lastAt > newestAt ? seen.lastAt : newestAt,
    });
  }
  return [...byName.values()].sort((a, b) => b.events - a.events || (a.actor < b.actor ? -1 : 1));
}

function tally<Row extends { events: number }>(rows: readonly Row[], keyOf: (row: Row) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[keyOf(row)] = (counts[keyOf(row)] ?? 0) + row.events;
  return counts;
}
