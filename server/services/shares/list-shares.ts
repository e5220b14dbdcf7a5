import { listShareLinks } from "#db/queries/share-links.ts";
import type { Context } from "#server/context.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";

const MOST = 100;

/** Links to a scenario, newest first; `state` says whether one still opens. */
export async function listShares({ store, workspaceId, now }: Context, { scenarioId }: { scenarioId: string }) {
  const rows = await store.within({ workspaceId }, (tx) =>
    listShareLinks(tx, { workspaceId, kind: "scenario", subjectId: scenarioId, limit: MOST }),
  );
  return rows.map(({ createdBy, revokedAt, expiresAt, ...row }) => ({
    ...row,
    expiresAt,
    createdBy: nameOfActor(createdBy),
    state: revokedAt !== null ? ("revoked" as const) : expiresAt <= now() ? ("expired" as const) : ("open" as const),
  }));
}
