import { sql } from "kysely";
import type { Tx } from "#db/client.ts";
import { workflowOfRow } from "#db/queries/claimed-workflow.ts";
import type { OrderedClaim } from "#server/domain/audit/workflow-matcher.ts";

/** The newest version of each workflow that the workspace edited; body null: it was taken back or removed. */
export function listWorkflowDefinitions(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("workflow_definition")
    .distinctOn("workflow")
    .select(["workflow", "version", "body", "created_at as createdAt"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("workflow")
    .orderBy("version", "desc")
    .execute();
}

export type NewWorkflowDefinition = {
  workspaceId: string;
  workflow: string;
  version: number;
  body: object | null;
  createdBy: object;
  now: Date;
};

/** @returns whether it was kept; false when somebody else has written this version */
export async function insertWorkflowDefinition(
  tx: Tx,
  { workspaceId, workflow, version, body, createdBy, now }: NewWorkflowDefinition,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("workflow_definition")
    .values({
      workspace_id: workspaceId,
      workflow,
      version,
      body: body === null ? null : JSON.stringify(body),
      created_by: JSON.stringify(createdBy),
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "workflow", "version"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

type Recent = { workspaceId: string; newest: number };

/** The newest events of the log with the name of their source, as `event` and `s` for what looks at claims. */
const recentEvents = ({ workspaceId, newest }: Recent) => sql`
  (select * from event where workspace_id = ${workspaceId} order by ended_at desc limit ${newest}) event
  join event_source s on s.workspace_id = ${workspaceId} and s.id = event.source_id`;

/**
 * What claims can tell apart among the newest events, with how many events each kind has; the commonest first.
 *
 * @param starts how the cases begin that any claim names
 */
export async function groupRecentEvents(tx: Tx, { starts, limit, ...recent }: Recent & { starts: readonly string[]; limit: number }) {
  const start = sql`coalesce((select t from unnest(${[...starts]}::text[]) t where starts_with(event.case_id, t) order by length(t) desc limit 1), '')`;
  const { rows } = await sql<{ source: string; recordedWorkflow: string | null; activity: string; caseStart: string; events: number }>`
    select s.name as source, event.workflow as "recordedWorkflow", event.activity, ${start} as "caseStart", count(*)::int as events
    from ${recentEvents(recent)} group by 1, 2, 3, 4 order by events desc, 1, 2, 3, 4 limit ${limit}`.execute(tx);
  return rows;
}

type InWorkflow = Recent & { claims: readonly OrderedClaim[]; workflow: string };

/** How many newest events there are, and how many of them in how many cases belong to a workflow by these claims. */
export async function countRecentOfWorkflow(tx: Tx, { claims, workflow, ...recent }: InWorkflow) {
  const own = sql`${workflowOfRow(claims)} = ${workflow}`;
  const { rows } = await sql<{ looked: number; events: number; cases: number }>`
    select count(*)::int as looked, count(*) filter (where ${own})::int as events,
      (count(distinct event.case_id) filter (where ${own}))::int as cases from ${recentEvents(recent)}`.execute(tx);
  return rows[0] ?? { looked: 0, events: 0, cases: 0 };
}

/** The newest few events that belong to a workflow by these claims, or that do not. */
export async function sampleRecentOfWorkflow(
  tx: Tx,
  { claims, workflow, inside, limit, ...recent }: InWorkflow & { inside: boolean; limit: number },
) {
  const own = sql`${workflowOfRow(claims)} = ${workflow}`;
  const { rows } = await sql<{ source: string; recordedWorkflow: string | null; caseId: string; activity: string; endedAt: Date }>`
    select s.name as source, event.workflow as "recordedWorkflow", event.case_id as "caseId", event.activity, event.ended_at as "endedAt"
    from ${recentEvents(recent)} where ${inside ? own : sql`not ${own}`} order by event.ended_at desc, event.event_id limit ${limit}`.execute(
    tx,
  );
  return rows;
}

/**
 * The events of a workflow among the newest by how good the evidence of their actor is, as the connector graded it, and by kind of actor.
 * grade null: the source gives none, as files do.
 */
export async function countRecentGrades(tx: Tx, { claims, workflow, ...recent }: InWorkflow) {
  const { rows } = await sql<{ grade: string | null; kind: string; events: number }>`
    select event.attributes->>'grade' as grade, coalesce(event.recorded_kind, 'unknown') as kind, count(*)::int as events
    from ${recentEvents(recent)} where ${workflowOfRow(claims)} = ${workflow} group by 1, 2 order by 1 nulls last, 3 desc, 2`.execute(tx);
  return rows;
}
