import { listActorKinds, listRecordedActors } from "#db/queries/actor-kinds.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import type { Context } from "#server/context.ts";
import type { ActorKind } from "#server/domain/event-log/event.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { pseudonym } from "../audit/pseudonym.ts";

export type Account = {
  /** A pseudonym. */
  account: string;
  /** What the source recorded it as, and what it did last; null: its events are gone, or it is a customer's. */
  recorded: { kind: ActorKind; activity: string; source: string } | null;
  /** Why it was taken for a machine by the newest audit; [] when it was not. */
  reasons: string[];
  /** What a person said it is; null: nobody did. */
  said: { kind: ActorKind; reason: string; at: Date } | null;
};

const MOST_ACCOUNTS = 2_000; // A page of them is a megabyte; an operation has some hundred people and apps.

/**
 * The accounts of the log, customers' left out unless somebody said what they are. In the order of their pseudonyms, with nothing of how
 * much each did: it measures work, not workers.
 *
 * @returns `more`: there are others that are not listed
 */
export async function listAccounts({ store, workspaceId, settings }: Context): Promise<{ accounts: Account[]; more: boolean }> {
  const { snapshot, said, actors } = await store.within({ workspaceId }, async (tx) => ({
    snapshot: await findAuditSnapshot(tx, { workspaceId }),
    said: await listActorKinds(tx, { workspaceId }),
    actors: await listRecordedActors(tx, { workspaceId, limit: MOST_ACCOUNTS + 1 }),
  }));
  const accounts = new Map<string, Account>();
  const of = (account: string): Account => accounts.get(account) ?? { account, recorded: null, reasons: [], said: null };
  for (const { actor, recorded: kind, activity, source } of actors.slice(0, MOST_ACCOUNTS)) {
    const account = pseudonym(settings.secret, workspaceId, actor);
    accounts.set(account, { ...of(account), recorded: { kind, activity, source } });
  }
  for (const { account, reasons } of snapshot ? AuditReport.parse(snapshot.report).hiddenBots : [])
    accounts.set(account, { ...of(account), reasons });
  for (const { actor, kind, reason, decidedAt } of said) {
    const account = pseudonym(settings.secret, workspaceId, actor);
    accounts.set(account, { ...of(account), said: { kind, reason, at: decidedAt } });
  }
  return { accounts: [...accounts.values()].sort((a, b) => (a.account < b.account ? -1 : 1)), more: actors.length > MOST_ACCOUNTS };
}
