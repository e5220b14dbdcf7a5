import type { Tx } from "#db/client.ts";
import { actorKinds, type ActorKind } from "#server/domain/event-log/event.ts";

const kindOf = (text: string): ActorKind => actorKinds.find((kind) => kind === text) ?? "unknown";

/** What people said of accounts, by the recorded name. */
export async function listActorKinds(tx: Tx, { workspaceId }: { workspaceId: string }) {
  const rows = await tx
    .selectFrom("actor_kind")
    .select(["actor", "kind", "reason", "decided_at as decidedAt"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("actor")
    .execute();
  return rows.map((row) => ({ ...row, kind: kindOf(row.kind) }));
}

export type NewActorKind = { workspaceId: string; actor: string; kind: ActorKind; reason: string; decidedBy: object; now: Date };

/** Says what an account is; what was said before gives way. */
export async function upsertActorKind(tx: Tx, { workspaceId, actor, kind, reason, decidedBy, now }: NewActorKind): Promise<void> {
  const said = { kind, reason, decided_by: JSON.stringify(decidedBy), decided_at: now };
  await tx
    .insertInto("actor_kind")
    .values({ workspace_id: workspaceId, actor, ...said })
    .onConflict((conflict) => conflict.columns(["workspace_id", "actor"]).doUpdateSet(said))
    .execute();
}

/** Takes back what was said of an account. */
export async function deleteActorKind(tx: Tx, { workspaceId, actor }: { workspaceId: string; actor: string }): Promise<void> {
  await tx.deleteFrom("actor_kind").where("workspace_id", "=", workspaceId).where("actor", "=", actor).execute();
}

/** Every account of the log by its recorded name, in that order. */
export async function listActors(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<string[]> {
  const rows = await tx
    .selectFrom("event")
    .select("actor")
    .distinct()
    .where("workspace_id", "=", workspaceId)
    .where("actor", "is not", null)
    .orderBy("actor")
    .execute();
  return rows.flatMap(({ actor }) => (actor === null ? [] : [actor]));
}
