import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import { listConnections as listRows } from "#db/queries/connections.ts";
import type { Context } from "#server/context.ts";
import { readFacts, readSyncs } from "./connection-facts.ts";

/** The workspace's connections, the oldest first, with how each stands. */
export async function listConnections({ store, workspaceId }: Context) {
  const rows = await store.within({ workspaceId }, (tx) => listRows(tx, { workspaceId }));
  const known = new Map<string, string>();
  return rows.map(({ facts, syncs, ...row }) => {
    const { evidence, calibration } = readFacts(facts);
    const account = calibration?.accountDomain ?? calibration?.accountName ?? null;
    const key = JSON.stringify([row.integration, account]);
    const sameAs = account === null || row.state === "erasing" ? null : (known.get(key) ?? null);
    if (account !== null && row.state !== "erasing" && sameAs === null) known.set(key, row.name);
    const system = INTEGRATIONS.find(({ key }) => key === row.integration)?.name ?? row.provider;
    return { ...row, system, events: evidence?.events ?? 0, newestEventAt: evidence?.newestAt ?? null, syncs: readSyncs(syncs), sameAs };
  });
}
