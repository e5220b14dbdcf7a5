import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import { listActorKinds } from "#db/queries/actor-kinds.ts";
import { findFollowedJobRun } from "#db/queries/job-runs.ts";
import { countRecords, listSetAside } from "#db/queries/records.ts";
import type { Context } from "#server/context.ts";
import { readFacts, readSyncs } from "./connection-facts.ts";
import { isGranted } from "./is-granted.ts";
import { readConnection } from "./read-connection.ts";
import { shownActor } from "./shown-actor.ts";

const SHOWN_SET_ASIDE = 20;
/** Models of rows that could not be read: the connectors' own, and events that we could not. */
const isSetAside = (model: string): boolean => model.startsWith("Rejected") || model.startsWith("Unreadable");
const kindOf = (model: string): string => model.replace(/^Rejected|^Unreadable/, "");

const ERASURE = "erase-connection";
const FOLLOWED = ["sync-connection", "pause-connection", ERASURE];

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
  const { models, aside, job, kinds } = await store.within({ workspaceId }, async (tx) => {
    const counted = await countRecords(tx, { workspaceId, connectionId });
    const unread = counted.map(({ model }) => model).filter(isSetAside);
    return {
      models: counted,
      aside: await listSetAside(tx, { workspaceId, connectionId, models: unread, limit: SHOWN_SET_ASIDE }),
      kinds: await listActorKinds(tx, { workspaceId }),
      job: await findFollowedJobRun(tx, { workspaceId, names: row.state === "erasing" ? [ERASURE] : FOLLOWED, subjectId: connectionId }),
    };
  });
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
    models: models.filter(({ model }) => !isSetAside(model)),
    setAside: {
      kinds: models
        .filter(({ model, present }) => isSetAside(model) && present > 0)
        .map(({ model, present }) => ({ model: kindOf(model), count: present })),
      rows: aside.map((row) => ({ ...row, model: kindOf(row.model) })),
    },
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
