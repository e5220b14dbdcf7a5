import { sql } from "kysely";
import type { Tx } from "#db/client.ts";
import { findCountedEvents } from "#db/queries/audit-totals.ts";
import { isInSlot } from "#db/queries/clock-slots.ts";
import { workflowOfRow } from "#db/queries/claimed-workflow.ts";
import { claimsInOrder } from "#server/domain/audit/workflow-matcher.ts";
import type { WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import { NOTHING_THOUGHT, type Classification } from "#server/domain/event-log/classified-log.ts";
import { actorKinds, type ActorKind } from "#server/domain/event-log/event.ts";

export type EventFilter = {
  workspaceId: string;
  definitions: readonly WorkflowDefinition[];
  /** null: the whole log. */
  workflow: string | null;
  activity: string | null;
  /** Only those that count as done by this kind of actor; null: by anybody. */
  done: { by: ActorKind; accounts: Classification } | null;
  /** That ended at `from` or later and before `until`; null: no such end. */
  from: Date | null;
  until: Date | null;
  limit: number;
  before: { endedAt: Date; eventId: string } | null;
};

/** Who a row of `event` counts as: what withKind, withBots and withClocks say, in SQL. */
function kindOfRow({ kindsSaid, bots, clocks }: Classification) {
  const said = actorKinds.flatMap((kind) => {
    const actors = [...kindsSaid].flatMap(([actor, is]) => (is === kind ? [actor] : []));
    return actors.length === 0 ? [] : [sql`when event.actor = any(${actors}::text[]) then ${kind}::text`];
  });
  return sql<string>`case ${sql.join(said, sql` `)} when event.recorded_kind = 'person' and event.actor = any(${[...bots]}::text[]) then 'app'
    when event.recorded_kind = 'person' and event.actor is null and ${isInSlot([...clocks], { row: "event", source: sql.ref("s.name") })} then 'app'
    when event.recorded_kind = any(${[...actorKinds]}::text[]) then event.recorded_kind else 'unknown' end`;
}

/**
 * Events of the log, of a workflow, or of one activity of it, newest first. A workflow is what the definitions say.
 *
 * Read in the order of an index until the page is full: the planner takes what the definitions say for rare and would rather sort all
 * events of an activity, 5 s instead of 10 ms at ten million events.
 */
export async function listEventsOf(
  tx: Tx,
  { workspaceId, definitions, workflow, activity, done, from, until, limit, before }: EventFilter,
) {
  await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true)`.execute(tx);
  return tx
    .selectFrom("event")
    .innerJoin("event_source as s", (join) => join.onRef("s.workspace_id", "=", "event.workspace_id").onRef("s.id", "=", "event.source_id"))
    .select([
      "event_id as eventId",
      "s.name as source",
      "case_id as caseId",
      "activity",
      "actor",
      "recorded_kind as recordedKind",
      "role",
      "started_at as startedAt",
      "ended_at as endedAt",
      "attributes",
    ])
    .where("event.workspace_id", "=", workspaceId)
    .$if(workflow !== null, (query) => query.where(workflowOfRow(claimsInOrder(definitions)), "=", workflow ?? ""))
    .$if(activity !== null, (query) => query.where("activity", "=", activity ?? ""))
    .$if(done !== null, (query) => query.where(kindOfRow(done?.accounts ?? NOTHING_THOUGHT), "=", done?.by ?? ""))
    .$if(from !== null, (query) => query.where("event.ended_at", ">=", from ?? NEVER))
    .$if(until !== null, (query) => query.where("event.ended_at", "<", until ?? NEVER))
    .$if(before !== null, (query) =>
      query.where(sql<boolean>`(event.ended_at, event.event_id) < (${before?.endedAt}::timestamptz, ${before?.eventId ?? ""})`),
    )
    .orderBy("event.ended_at", "desc")
    .orderBy("event.event_id", "desc")
    .limit(limit)
    .execute();
}

const NEVER = new Date(0);

/** How many events the workspace has: from what audits have counted where they have, as reading ten million takes longer than a page may. */
export async function countEvents(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<number> {
  const counted = await findCountedEvents(tx, { workspaceId });
  if (counted !== undefined) return counted;
  const { count } = await tx
    .selectFrom("event")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Erases all events of a source: the one way they leave the log. What audits had counted of them is forgotten with them. Returns how many. */
export async function eraseEvents(tx: Tx, { sourceId }: { sourceId: string }): Promise<number> {
  const { rows } = await sql<{ count: number }>`select erase_events(${sourceId}::uuid) as count`.execute(tx);
  return rows[0]?.count ?? 0;
}
