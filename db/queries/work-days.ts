import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#db/client.ts";
import { claimsInOrder } from "#server/domain/audit/workflow-matcher.ts";
import type { WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import type { Stretch } from "#server/domain/value/acting-stretches.ts";
import { workflowOfRow } from "./claimed-workflow.ts";

type OfWorkflow = { workspaceId: string; definitions: readonly WorkflowDefinition[]; workflow: string };

/** Whether an event was done by a person: what somebody said of the account goes before what the source recorded. */
const BY_PERSON = sql<boolean>`coalesce(said.kind, event.recorded_kind) = 'person'`;

/** Whether a moment lies in one of some stretches. */
const within = (moment: RawBuilder<unknown>, stretches: readonly Stretch[]): RawBuilder<boolean> =>
  sql<boolean>`exists (select 1 from unnest(${stretches.map(({ since }) => since)}::timestamptz[], ${stretches.map(({ until }) => until)}::timestamptz[]) as acted (since, until)
    where ${moment} >= acted.since and (acted.until is null or ${moment} < acted.until))`;

/**
 * The days of a workflow in a time zone, from its first event to its last: touches by people, and cases that began.
 * Days without any event are not among them.
 */
export async function listWorkDays(
  tx: Tx,
  { workspaceId, definitions, workflow, timeZone }: OfWorkflow & { timeZone: string },
): Promise<{ day: number; touches: number; volume: number }[]> {
  const { rows } = await sql<{ day: number; touches: number; volume: number }>`
    with own as (
      select (event.ended_at at time zone ${timeZone})::date - date '1970-01-01' as day, ${BY_PERSON} as touch,
        row_number() over (partition by event.case_id order by event.ended_at, event.event_id) = 1 as began
      from event
      join event_source s on s.workspace_id = event.workspace_id and s.id = event.source_id
      left join actor_kind said on said.workspace_id = event.workspace_id and said.actor = event.actor
      where event.workspace_id = ${workspaceId}::uuid and ${workflowOfRow(claimsInOrder(definitions))} = ${workflow})
    select day, (count(*) filter (where touch))::int as touches, (count(*) filter (where began))::int as volume
    from own group by day order by day`.execute(tx);
  return rows;
}

/**
 * Touches by people on each case since an automation first acted on it or left it to people, counted apart for the two.
 *
 * @param stretches when it acted: decisions and touches at other times are none of its doing
 */
export async function touchesByHoldOut(
  tx: Tx,
  { workspaceId, definitions, workflow, automationId, stretches }: OfWorkflow & { automationId: string; stretches: readonly Stretch[] },
): Promise<{ heldOut: boolean; records: number; touches: number; touchesSquared: number }[]> {
  const { rows } = await sql<{ heldOut: boolean; records: number; touches: number; touchesSquared: number }>`
    with chosen as (
      select case_id, bool_or(held_out) as held_out, min(decided_at) as at from decision
      where workspace_id = ${workspaceId}::uuid and automation_id = ${automationId}::uuid and ${within(sql`decided_at`, stretches)} group by case_id),
    counted as (
      select c.case_id, c.held_out, count(event.event_id) filter (where ${BY_PERSON}) as touches
      from chosen c
      left join (event join event_source s on s.workspace_id = event.workspace_id and s.id = event.source_id)
        on event.workspace_id = ${workspaceId}::uuid and event.case_id = c.case_id and event.ended_at > c.at
          and ${within(sql`event.ended_at`, stretches)}
          and ${workflowOfRow(claimsInOrder(definitions))} = ${workflow}
      left join actor_kind said on said.workspace_id = event.workspace_id and said.actor = event.actor
      group by c.case_id, c.held_out)
    select held_out as "heldOut", count(*)::int as records, coalesce(sum(touches), 0)::int as touches,
      coalesce(sum(touches * touches), 0)::float8 as "touchesSquared"
    from counted group by held_out`.execute(tx);
  return rows;
}

/**
 * What an automation decided and did while it acted: its share of the work, what was taken back, and what people approved.
 *
 * @param stretches when it acted: what it decided at other times, beside the team, it could not do
 */
export async function countActs(
  tx: Tx,
  { workspaceId, automationId, stretches }: { workspaceId: string; automationId: string; stretches: readonly Stretch[] },
): Promise<{ decisions: number; acted: number; undone: number; approvals: number }> {
  const { rows } = await sql<{ decisions: number; acted: number; undone: number; approvals: number }>`
    select (select count(*)::int from decision where workspace_id = ${workspaceId}::uuid and automation_id = ${automationId}::uuid
        and ${within(sql`decided_at`, stretches)} and not held_out) as decisions,
      count(distinct decision_id) filter (where state = 'done' and undoes is null)::int as acted,
      count(*) filter (where state = 'undone')::int as undone,
      count(*) filter (where decided_by->>'type' = 'user' and undoes is null)::int as approvals
    from effect where workspace_id = ${workspaceId}::uuid and automation_id = ${automationId}::uuid and ${within(sql`created_at`, stretches)}`.execute(
    tx,
  );
  return rows[0] ?? { decisions: 0, acted: 0, undone: 0, approvals: 0 };
}
