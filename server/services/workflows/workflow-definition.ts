import { createHash } from "node:crypto";
import * as z from "zod";
import type { Tx } from "#db/client.ts";
import { listWorkflowDefinitions } from "#db/queries/workflow-definitions.ts";
import { SHIPPED_WORKFLOWS, type WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import { effectiveDefinitions } from "#server/domain/audit/workflow-matcher.ts";

const Word = z.string().trim().min(1, "Leave no entry empty.").max(200, "Use at most 200 characters an entry.");
const Words = z.array(Word).max(100, "Name at most 100 entries.");

/** A definition as people edit it and as it is kept. */
export const StoredWorkflow = z.object({
  workflow: z.string().trim().min(1, "Name the workflow.").max(80, "Use at most 80 characters."),
  claims: z.array(z.object({ sources: Words, recorded: Words, cases: Words, activities: Words })).max(20, "Use at most 20 claims."),
  decision: z.object({ outcomes: Words, facts: Words.nullable() }).nullable(),
  exception: z.object({ opens: Words, resolves: Words, lapses: Words }).nullable(),
  teams: Words,
});

const shippedNames = new Set(SHIPPED_WORKFLOWS.map(({ workflow }) => workflow));

export const isShipped = (workflow: string): boolean => shippedNames.has(workflow);

/** What a version of the table holds, null where it was taken back. */
export const readBody = (body: unknown): WorkflowDefinition | null => (body === null ? null : StoredWorkflow.parse(body));

/**
 * The workflows of a workspace as they hold now: those that ship, as edited, and its own.
 *
 * @returns with a fingerprint that changes whenever any of them does: what was computed under another one is out of date
 */
export async function loadWorkflows(
  tx: Tx,
  { workspaceId }: { workspaceId: string },
): Promise<{ definitions: WorkflowDefinition[]; fingerprint: string }> {
  const rows = await listWorkflowDefinitions(tx, { workspaceId });
  const definitions = effectiveDefinitions(
    rows.flatMap(({ body }) => readBody(body) ?? []),
    SHIPPED_WORKFLOWS,
  );
  return { definitions, fingerprint: createHash("sha256").update(JSON.stringify(definitions)).digest("hex").slice(0, 32) };
}
