import { countRecentOfWorkflow, groupRecentEvents, sampleRecentOfWorkflow } from "#db/queries/workflow-definitions.ts";
import type { Context } from "#server/context.ts";
import { previewDefinition, type DefinitionPreview } from "#server/domain/audit/preview-definition.ts";
import type { WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import { claimsInOrder, effectiveDefinitions } from "#server/domain/audit/workflow-matcher.ts";
import { loadWorkflows } from "./workflow-definition.ts";

const NEWEST = 100_000; // As many are counted in about a quarter of a second, however long the log is.
const GROUPS = 2000;
const SHOWN = 20;
const SAMPLES = 5;

export type EventSample = { source: string; recordedWorkflow: string | null; caseId: string; activity: string; endedAt: Date };

export type WorkflowPreview = DefinitionPreview & {
  /** Events that were looked at: the newest, or the whole log where it is no longer. */
  looked: number;
  wholeLog: boolean;
  cases: number;
  insideSamples: EventSample[];
  outsideSamples: EventSample[];
};

/** What a workflow would take of the log if it were saved like this. Nothing is kept. */
export async function previewWorkflow(
  { store, workspaceId }: Context,
  { definition }: { definition: WorkflowDefinition },
): Promise<WorkflowPreview> {
  const recent = { workspaceId, newest: NEWEST };
  return store.within({ workspaceId }, async (tx) => {
    const { definitions } = await loadWorkflows(tx, { workspaceId });
    const drafted = effectiveDefinitions([definition], definitions);
    const of = { ...recent, claims: claimsInOrder(drafted), workflow: definition.workflow };
    const starts = [...new Set(drafted.flatMap(({ claims }) => claims.flatMap(({ cases }) => cases)))];
    const groups = await groupRecentEvents(tx, { ...recent, starts, limit: GROUPS });
    const preview = previewDefinition(
      groups.map(({ caseStart, ...group }) => ({ ...group, caseId: caseStart })),
      definition,
      definitions,
    );
    const { looked, events, cases } = await countRecentOfWorkflow(tx, of);
    return {
      ...preview,
      looked,
      wholeLog: looked < NEWEST,
      events,
      cases,
      inside: preview.inside.slice(0, SHOWN),
      outside: preview.outside.slice(0, SHOWN),
      insideSamples: await sampleRecentOfWorkflow(tx, { ...of, inside: true, limit: SAMPLES }),
      outsideSamples: await sampleRecentOfWorkflow(tx, { ...of, inside: false, limit: SAMPLES }),
    };
  });
}
