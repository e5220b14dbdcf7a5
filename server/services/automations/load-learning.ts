import { listLearnedVersions } from "#db/queries/automations.ts";
import { listJobResults } from "#db/queries/job-runs.ts";
import { learningOf, type Learning } from "#server/domain/automations/learning.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { DraftShape, LearningShape, RuleTableShape } from "./shapes.ts";

type Tx = Parameters<typeof listLearnedVersions>[0];

const LOOKED_AT = 20; // Rows come from the last drafts, or from a version not long ago.

/**
 * What rules that are about to be kept were learned from: told by the rows that they still have of a draft or of an earlier version, however
 * they came here: saved as drafted, changed by hand, brought back or imported. null where no row that decides was learned.
 */
export async function loadLearning(
  tx: Tx,
  { workspaceId, automationId, table }: { workspaceId: string; automationId: string; table: RuleTable },
): Promise<Learning | null> {
  const versions = await listLearnedVersions(tx, { workspaceId, automationId, limit: LOOKED_AT });
  const drafts = await listJobResults(tx, { workspaceId, name: "draft-rules", subjectId: automationId, limit: LOOKED_AT });
  return learningOf(table, [
    ...versions.map(({ rules, learned }) => ({ table: RuleTableShape.parse(rules), learning: LearningShape.parse(learned) })),
    ...drafts.flatMap((result) => {
      const draft = DraftShape.safeParse(result).data; // Earlier editions did not say from when.
      return draft ? [{ table: draft.table, learning: LearningShape.parse(draft) }] : [];
    }),
  ]);
}
