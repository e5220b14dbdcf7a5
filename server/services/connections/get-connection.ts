import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import { listActorKinds } from "#db/queries/actor-kinds.ts";
import { findLatestJobRun } from "#db/queries/job-runs.ts";
import { countRecords } from "#db/queries/records.ts";
import type { Context } from "#server/context.ts";
import { readFacts, readSyncs } from "./connection-facts.ts";
import { isGranted } from "./is-granted.ts";
import { readConnection } from "./read-connection.ts";
import { shownActor } from "./shown-actor.ts";

const FOLLOWED = ["sync-connection", "pause-connection", "erase-connection"];

/**
 * One connection: how it stands, what was granted and what is therefore missing, what arrived, and who was seen to act.
 * People's names stay inside: they are shown as pseudonyms, as everywhere.
 *
 * @throws AppError NOT_FOUND
 */
export async function getConnection(context: Context, { connectionId }: { connectionId: string }) {
  const { store, workspaceId } = context;
  const { facts, syncs, ...row } = await readConnection(context, { connectionId });
  const { calibration, evidence } = readFacts(facts);
  const { models, job, kinds } = await store.within({ workspaceId }, async (tx) => ({
    models: await countRecords(tx, { workspaceId, connectionId }),
    kinds: await listActorKinds(tx, { workspaceId }),
    job: await findLatestJobRun(tx, { workspaceId, names: FOLLOWED, subjectId: connectionId }),
  }));
  const machines = new Set(kinds.filter(({ kind }) => kind === "app").map(({ actor }) => actor));
  const entry = INTEGRATIONS.find(({ key }) => key === row.integration);
  const granted = calibration?.grantedScopes?.split(",").map((scope) => scope.trim());
  return {
    ...row,
    system: entry?.name ?? row.provider,
    calibration,
    evidence: evidence && {
      ...evidence,
      actors: evidence.actors.map((seen) => ({ ...seen, actor: shownActor(context, seen), machine: machines.has(seen.actor) })),
    },
    syncs: readSyncs(syncs),
    models,
    job: job ? { id: job.id, name: job.name, state: job.state } : null,
    scopes: (entry?.scopes ?? []).map((use) => ({
      ...use,
      untold: use.untold === true,
      granted: granted === undefined || use.untold ? null : isGranted(granted, use.scope),
    })),
    news: entry?.news ?? null,
    limits: entry?.limits ?? [],
  };
}
