import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import { listConnections } from "#db/queries/connections.ts";
import type { Context } from "#server/context.ts";
import { readFacts } from "./connection-facts.ts";
import { isGranted } from "./is-granted.ts";

/**
 * What one connection does not tell. `workflows`: those it contributes to; of a permission, those that suffer without it. `people`: its events by people;
 * `nameless`: those of them that name nobody.
 */
export type MissingEvidence = {
  connectionId: string;
  name: string;
  workflows: string[];
  scopes: { scope: string; brings: string; without: string; workflows: string[] }[];
  people: number;
  nameless: number;
};

/** Connections whose evidence has gaps that a permission would fill, or whose touches name nobody; [] when all is there. */
export async function missingEvidence({ store, workspaceId }: Context): Promise<MissingEvidence[]> {
  const rows = await store.within({ workspaceId }, (tx) => listConnections(tx, { workspaceId }));
  return rows.flatMap(({ id, name, integration, facts }) => {
    const { calibration, evidence } = readFacts(facts);
    const granted = calibration?.grantedScopes?.split(",").map((scope) => scope.trim());
    const entry = INTEGRATIONS.find(({ key }) => key === integration);
    const workflows = (entry?.contributes ?? []).map(({ workflow }) => workflow);
    const scopes = (entry?.scopes ?? [])
      .filter(({ kind, scope }) => kind !== "action" && granted !== undefined && !isGranted(granted, scope))
      .map(({ scope, brings, without, workflows: suffering = workflows }) => ({ scope, brings, without, workflows: suffering }));
    const nameless = evidence?.nameless ?? 0;
    const people = evidence?.byKind["person"] ?? 0;
    return scopes.length > 0 || nameless > 0 ? [{ connectionId: id, name, workflows, scopes, people, nameless }] : [];
  });
}
