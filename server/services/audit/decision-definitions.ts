import * as z from "zod";
import { listDecisionDefinitions } from "#db/queries/decision-definitions.ts";
import { shippedDecision, type DecisionDefinition } from "#server/domain/audit/workflow-definitions.ts";

/** How a workspace's own definition is kept. */
export const StoredDecision = z.object({
  outcomes: z.array(z.string().trim().min(1).max(200)).min(2, "Name at least two outcomes: one alone decides nothing.").max(20),
  facts: z.array(z.string().trim().min(1).max(200)).max(50).nullable(),
});

/**
 * What each workflow decides: as the workspace says, otherwise as it ships. Workflows without either are left out.
 *
 * @param workflows those of the log
 */
export async function decisionDefinitions(
  tx: Parameters<typeof listDecisionDefinitions>[0],
  { workspaceId, workflows }: { workspaceId: string; workflows: Iterable<string> },
): Promise<Map<string, DecisionDefinition>> {
  const own = new Map(
    (await listDecisionDefinitions(tx, { workspaceId })).map(({ workflow, body }) => [workflow, StoredDecision.parse(body)]),
  );
  return new Map(
    [...workflows].flatMap((workflow) => {
      const definition = own.get(workflow) ?? shippedDecision(workflow);
      return definition === null ? [] : [[workflow, definition] as const];
    }),
  );
}
