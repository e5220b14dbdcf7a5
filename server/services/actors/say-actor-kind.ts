import { deleteActorKind, listActorKinds, listActors, upsertActorKind } from "#db/queries/actor-kinds.ts";
import type { Context } from "#server/context.ts";
import type { ActorKind } from "#server/domain/event-log/event.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { pseudonym } from "../audit/pseudonym.ts";
import { recordChange } from "../changes/record-change.ts";

export type SayActorKind = { account: string; kind: ActorKind | null; reason: string };

/**
 * Says what an account is, by its pseudonym: that goes before what the source recorded and before what the audit found. kind null
 * takes it back. Logged under the pseudonym, and audited anew.
 *
 * @throws AppError NOT_FOUND when no account of the log has this pseudonym
 */
export async function sayActorKind(context: Context, { account, kind, reason }: SayActorKind): Promise<void> {
  const { store, workspaceId, settings, now, actor: decidedBy } = context;
  await store.within({ workspaceId }, async (tx) => {
    const actor = (await listActors(tx, { workspaceId })).find((name) => pseudonym(settings.secret, workspaceId, name) === account);
    if (actor === undefined) throw new AppError("NOT_FOUND", "No account of the event log has this pseudonym.");
    const before = (await listActorKinds(tx, { workspaceId })).find((row) => row.actor === actor);
    if ((before?.kind ?? null) === kind && (before?.reason ?? "") === reason) return;
    if (kind === null) await deleteActorKind(tx, { workspaceId, actor });
    else await upsertActorKind(tx, { workspaceId, actor, kind, reason, decidedBy, now: now() });
    await recordChange(tx, {
      ...context,
      noun: "account",
      nounId: account,
      verb: kind === null ? "release" : "classify",
      before: before ? { kind: before.kind, reason: before.reason } : null,
      after: kind === null ? null : { kind, reason },
    });
    await auditSoon(context, tx, { title: "Audit again with the account as it was classified" });
  });
}
