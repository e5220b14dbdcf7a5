import { countRecentGrades } from "#db/queries/workflow-definitions.ts";
import type { Context } from "#server/context.ts";
import { claimsInOrder } from "#server/domain/audit/workflow-matcher.ts";
import { loadWorkflows } from "../workflows/workflow-definition.ts";

const NEWEST = 20_000; // As many are counted in about a tenth of a second, however long the log is.

export type EvidenceOfWorkflow = {
  /** false: counted over the newest events only. */
  wholeLog: boolean;
  /** By the grade that the connector gave, best first; null: the source gives none. */
  grades: { grade: string | null; events: number; people: number; unknown: number }[];
};

/** How well it is known who did the newest events of a workflow. */
export async function getEvidence({ store, workspaceId }: Context, { workflow }: { workflow: string }): Promise<EvidenceOfWorkflow> {
  const rows = await store.within({ workspaceId }, async (tx) => {
    const { definitions } = await loadWorkflows(tx, { workspaceId });
    return countRecentGrades(tx, { workspaceId, newest: NEWEST, claims: claimsInOrder(definitions), workflow });
  });
  const grades = new Map<string | null, EvidenceOfWorkflow["grades"][number]>();
  for (const { grade, kind, events } of rows) {
    const known = grades.get(grade) ?? { grade, events: 0, people: 0, unknown: 0 };
    grades.set(grade, known);
    known.events += events;
    if (kind === "person") known.people += events;
    if (kind === "unknown") known.unknown += events;
  }
  return { wholeLog: rows.reduce((sum, { events }) => sum + events, 0) < NEWEST, grades: [...grades.values()] };
}
