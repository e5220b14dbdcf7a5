import { sql, type RawBuilder } from "kysely";
import type { WorkflowClaim } from "#server/domain/audit/workflow-definitions.ts";
import type { OrderedClaim } from "#server/domain/audit/workflow-matcher.ts";

/** Whether a claim fits a row of `event` joined with its source as `s`: what claimFits says, in SQL. */
function claimFitsRow({ sources, recorded, cases, activities }: WorkflowClaim): RawBuilder<boolean> {
  const parts = [
    ...(sources.length > 0 ? [sql`s.name = any(${[...sources]}::text[])`] : []),
    ...(recorded.length > 0 ? [sql`coalesce(event.workflow = any(${[...recorded]}::text[]), false)`] : []),
    ...(activities.length > 0 ? [sql`event.activity = any(${[...activities]}::text[])`] : []),
    ...(cases.length > 0
      ? [
          sql`(${sql.join(
            cases.map((start) => sql`starts_with(event.case_id, ${start})`),
            sql` or `,
          )})`,
        ]
      : []),
  ];
  return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

/**
 * The workflow of a row of `event` joined with its source as `s`: what workflowOfEvent says, in SQL.
 *
 * @param claims as claimsInOrder gives them
 */
export function workflowOfRow(claims: readonly OrderedClaim[]): RawBuilder<string> {
  if (claims.length === 0) return sql<string>`coalesce(event.workflow, s.name)`;
  const cases = claims.map((claim) => sql`when ${claimFitsRow(claim)} then ${claim.workflow}::text`);
  return sql<string>`case ${sql.join(cases, sql` `)} else coalesce(event.workflow, s.name) end`;
}
