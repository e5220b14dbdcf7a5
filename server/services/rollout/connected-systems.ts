import type { Tx } from "#db/client.ts";
import { listConnections } from "#db/queries/connections.ts";
import type { ConnectedSystem } from "#server/domain/rollout/plan-from-audit.ts";

/** What a plan need not connect any more. A broken connection is made whole by signing in again; one that is gone has to be made anew. */
export async function connectedSystems(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<ConnectedSystem[]> {
  const connections = await listConnections(tx, { workspaceId });
  return connections
    .filter(({ state }) => state !== "gone" && state !== "erasing")
    .map(({ integration, name }) => ({ integration, name: name ?? integration }));
}
