import { sql } from "kysely";
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

/** An account of the log, with its newest event: what it is recorded as, and what it did last in which source. */
export type RecordedActor = { actor: string; recorded: ActorKind; activity: string; source: string };

/**
 * Accounts of the log, in the order of their recorded names, without those last recorded as customers. Goes from name to name in the index,
 * so that it costs by the accounts and not by the events.
 */
export async function listRecordedActors(tx: Tx, { workspaceId, limit }: { workspaceId: string; limit: number }): Promise<RecordedActor[]> {
  const { rows } = await sql<{ actor: string; kind: string | null; activity: string; source: string | null }>`
    with recursive account (actor) as (
      (select actor from event where workspace_id = ${workspaceId} and actor is not null order by actor limit 1)
      union all
      select (select e.actor from event e where e.workspace_id = ${workspaceId} and e.actor > account.actor order by e.actor limit 1)
      from account where account.actor is not null)
    select account.actor, newest.recorded_kind as kind, newest.activity, s.name as source
    from account cross join lateral (
      select e.recorded_kind, e.activity, e.source_id from event e
      where e.workspace_id = ${workspaceId} and e.actor = account.actor order by e.ended_at desc limit 1) newest
    left join event_source s on s.workspace_id = ${workspaceId} and s.id = newest.source_id
    where newest.recorded_kind is distinct from 'customer'
    limit ${limit}`.execute(tx);
  return rows.map(({ actor, kind, activity, source }) => ({
    actor,
    recorded: kind === null ? "unknown" : kindOf(kind),
    activity,
    source: source ?? "",
  }));
}
