import { listWorkflowDefinitions } from "#db/queries/workflow-definitions.ts";
import type { Context } from "#server/context.ts";
import { SHIPPED_WORKFLOWS, type WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import { effectiveDefinitions } from "#server/domain/audit/workflow-matcher.ts";
import { isShipped, readBody } from "./workflow-definition.ts";

export type ListedWorkflow = {
  definition: WorkflowDefinition;
  /** 0: as it ships. */
  version: number;
  shipped: boolean;
  edited: boolean;
};

/** The workflows as they hold now, those that ship first. */
export async function listWorkflows({ store, workspaceId }: Context): Promise<ListedWorkflow[]> {
  const rows = await store.within({ workspaceId }, (tx) => listWorkflowDefinitions(tx, { workspaceId }));
  const versions = new Map(rows.map(({ workflow, version }) => [workflow, version]));
  const own = rows.flatMap(({ body }) => readBody(body) ?? []);
  const edited = new Set(own.map(({ workflow }) => workflow));
  return effectiveDefinitions(own, SHIPPED_WORKFLOWS).map((definition) => ({
    definition,
    version: versions.get(definition.workflow) ?? 0,
    shipped: isShipped(definition.workflow),
    edited: edited.has(definition.workflow),
  }));
}
