import { sql } from "kysely";
import * as z from "zod";
import type { Tx } from "#db/client.ts";
import { workflowOfRow } from "#db/queries/claimed-workflow.ts";
import { claimsInOrder, workflowMatcher, workflowOfEvent } from "#server/domain/audit/workflow-matcher.ts";
import type { WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import { actorKinds, type ActorKind, type OpsEvent } from "#server/domain/event-log/event.ts";

const kindOf = (recorded: string | null): ActorKind => actorKinds.find((kind) => kind === recorded) ?? "unknown";

const PAGE_ROWS = 20_000; // A page of this size takes some 60 ms; a larger one only costs memory.

const Attributes = z.record(z.string(), z.string());

/**
 * Every event of the workspace, page by page in the order of the primary key; the domain puts them in order of time.
 *
 * @param definitions say to which workflow an event belongs
 * @param withAttributes they are half of the bytes, and only decisions and double entries read them
 */
export async function* eachEventPage(
  tx: Tx,
  {
    workspaceId,
    definitions,
    withAttributes = false,
  }: { workspaceId: string; definitions: readonly WorkflowDefinition[]; withAttributes?: boolean },
): AsyncGenerator<OpsEvent[]> {
  const match = workflowMatcher(definitions);
  let last: { sourceId: string; eventId: string } | undefined;
  for (;;) {
    const after = last;
    const rows = await tx
      .selectFrom("event")
      .innerJoin("event_source as s", (join) =>
        join.onRef("s.workspace_id", "=", "event.workspace_id").onRef("s.id", "=", "event.source_id"),
      )
      .select([
        "event.source_id",
        "event_id",
        "case_id",
        "activity",
        "actor",
        "recorded_kind",
        "role",
        "workflow",
        "started_at",
        "ended_at",
        "s.name as source",
      ])
      .$if(withAttributes, (query) => query.select("attributes"))
      .where("event.workspace_id", "=", workspaceId)
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(event.source_id, event.event_id) > (${after?.sourceId}::uuid, ${after?.eventId})`),
      )
      .orderBy("event.source_id")
      .orderBy("event_id")
      .limit(PAGE_ROWS)
      .execute();
    if (rows.length === 0) return;
    const end = rows.at(-1)!;
    last = { sourceId: end.source_id, eventId: end.event_id };
    yield rows.map((row) => ({
      // Two sources may use one id; the log counts an id once per source.
      eventId: `${row.source_id}/${row.event_id}`,
      caseId: row.case_id,
      activity: row.activity,
      actor: row.actor,
      actorKind: kindOf(row.recorded_kind),
      startedAtMs: row.started_at?.getTime() ?? null,
      endedAtMs: row.ended_at.getTime(),
      workflow: workflowOfEvent(match, {
        source: row.source,
        recordedWorkflow: row.workflow,
        caseId: row.case_id,
        activity: row.activity,
      }),
      source: row.source,
      ...(row.role === null ? {} : { role: row.role }),
      ...(row.attributes == null ? {} : { attributes: Attributes.parse(row.attributes) }),
    }));
    if (rows.length < PAGE_ROWS) return;
  }
}

export type EventFilter = {
  workspaceId: string;
  definitions: readonly WorkflowDefinition[];
  /** null: the whole log. */
  workflow: string | null;
  activity: string | null;
  limit: number;
  before: { endedAt: Date; eventId: string } | null;
};

/** Events of the log, of a workflow, or of one activity of it, newest first. A workflow is what the definitions say. */
export function listEventsOf(tx: Tx, { workspaceId, definitions, workflow, activity, limit, before }: EventFilter) {
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
    .$if(before !== null, (query) =>
      query.where(sql<boolean>`(event.ended_at, event.event_id) < (${before?.endedAt}::timestamptz, ${before?.eventId ?? ""})`),
    )
    .orderBy("event.ended_at", "desc")
    .orderBy("event.event_id", "desc")
    .limit(limit)
    .execute();
}

/** How many events the workspace has. */
export async function countEvents(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<number> {
  const { count } = await tx
    .selectFrom("event")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return count;
}
