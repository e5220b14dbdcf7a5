import { INTEGRATIONS, systemKeyOf } from "#connectors/records/integrations.ts";
import { listConnections as listRows } from "#db/queries/connections.ts";
import type { Context } from "#server/context.ts";
import { readFacts, readSyncs } from "./connection-facts.ts";

/** The workspace's connections, the oldest first, with how each stands. */
export async function listConnections({ store, workspaceId }: Context) {
  const rows = await store.within({ workspaceId }, (tx) => listRows(tx, { workspaceId }));
  const known = new Map<string, string>();
  const numbered = new Map<string, string>();
  return rows.map(({ facts, syncs, ...row }) => {
    const { evidence, calibration } = readFacts(facts);
    const entry = INTEGRATIONS.find(({ key }) => key === row.integration);
    const system = entry?.name ?? row.provider;
    // Until an account has told its name it goes by its system's.
    const signs = row.state === "erasing" ? [] : [calibration?.accountDomain, row.name === system ? null : row.name];
    const keys = signs.flatMap((sign) => (sign ? [JSON.stringify([systemKeyOf(row.integration), sign])] : []));
    const sameAs = keys.map((key) => known.get(key)).find((name) => name !== undefined) ?? null;
    for (const key of keys) if (!known.has(key)) known.set(key, row.name);
    // Not of one that is the same account: its cases are the same, and so are their numbers.
    const older = numbered.get(systemKeyOf(row.integration)) ?? null;
    const numberedLike = sameAs === null ? older : null;
    if (entry?.numbersByAccount && row.state !== "erasing") numbered.set(systemKeyOf(row.integration), older ?? row.name);
    return {
      ...row,
      system,
      numberedLike,
      events: evidence?.events ?? 0,
      newestEventAt: evidence?.newestAt ?? null,
      syncs: readSyncs(syncs),
      sameAs,
    };
  });
}
