import { listActorKinds } from "#db/queries/actor-kinds.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import type { Context } from "#server/context.ts";
import type { ActorKind } from "#server/domain/event-log/event.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { pseudonym } from "../audit/pseudonym.ts";

export type Account = {
  /** A pseudonym. */
  account: string;
  /** Why it was taken for a machine by the newest audit; [] when it was not. */
  reasons: string[];
  /** What a person said it is; null: nobody did. */
  said: { kind: ActorKind; reason: string; at: Date } | null;
};

/**
 * Accounts that were taken for machines, and those that a person classified. In the order of their pseudonyms, and nobody else:
 * it measures work, not workers.
 */
export async function listAccounts({ store, workspaceId, settings }: Context): Promise<Account[]> {
  const { snapshot, said } = await store.within({ workspaceId }, async (tx) => ({
    snapshot: await findAuditSnapshot(tx, { workspaceId }),
    said: await listActorKinds(tx, { workspaceId }),
  }));
  const accounts = new Map<string, Account>();
  for (const { account, reasons } of snapshot ? AuditReport.parse(snapshot.report).hiddenBots : [])
    accounts.set(account, { account, reasons, said: null });
  for (const { actor, kind, reason, decidedAt } of said) {
    const account = pseudonym(settings.secret, workspaceId, actor);
    accounts.set(account, { account, reasons: accounts.get(account)?.reasons ?? [], said: { kind, reason, at: decidedAt } });
  }
  return [...accounts.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
}
