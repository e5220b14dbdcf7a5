import { listScenarioHeads } from "#db/queries/scenarios.ts";
import type { Context } from "#server/context.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { ScenarioDocument } from "./scenario-document.ts";

const MOST = 200;

/** The scenarios of the workspace at their present version, the one changed last first; with `ids`, those of them that are there. */
export async function listScenarios({ store, workspaceId }: Context, { ids }: { ids?: string[] | undefined } = {}) {
  if (ids?.length === 0) return [];
  const rows = await store.within({ workspaceId }, (tx) => listScenarioHeads(tx, { workspaceId, ...(ids ? { ids } : {}), limit: MOST }));
  return rows.map(({ document, savedBy, ...row }) => ({
    ...row,
    scenario: ScenarioDocument.parse(document),
    savedBy: nameOfActor(savedBy),
  }));
}
