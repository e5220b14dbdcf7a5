import { findConnectionId, lockAccounts } from "#db/queries/connections.ts";
import { isJobWaiting } from "#db/queries/job-runs.ts";
import type { Tx } from "#db/client.ts";
import type { Actor, Services } from "#server/context.ts";
import type { NangoClient } from "#server/nango/nango-client.ts";
import { NangoError } from "#server/nango/nango-error.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";
import { adoptConnection } from "./adopt-connection.ts";
import { isAtNango, listTwins } from "./list-twins.ts";
import type { ReadConnection } from "./read-connection.ts";
import { findRefusal, refusalFor, type Refusal } from "./refusal.ts";

export type TakenIn = { connectionId: string; jobRunId: string | null; refusal: null } | { refusal: Refusal };

type Found = { integration: string; nangoConnectionId: string; provider: string };

/**
 * Takes in a connection that Nango has for this workspace; or, where another one reads the same account, deletes it there, since all that is
 * done in the account would count twice. Safe to run twice, and by two at once.
 *
 * @param accounts every name by which its account is known; [] when it has told none yet
 * @returns the connection, and the job that reads it when this call added it; or why it was refused
 * @throws NangoError when Nango does not answer; then nothing was done
 */
export async function takeInConnection(
  services: Services,
  nango: NangoClient,
  { workspaceId, actor, found, accounts }: { workspaceId: string; actor: Actor; found: Found; accounts: readonly string[] },
): Promise<TakenIn> {
  const { store, log } = services;
  const scope = { workspaceId };
  const reached = { ...found, accounts };
  const gone = new Set<string>();
  for (const twin of await store.within(scope, (tx) => listTwins(tx, { workspaceId, reached })))
    if (!(await isAtNango(nango, twin))) gone.add(twin.id);

  const taken = await store.within(scope, async (tx): Promise<TakenIn> => {
    await lockAccounts(tx, { workspaceId });
    const isKnown = (await findConnectionId(tx, { workspaceId, ...found })) !== undefined;
    const twin = isKnown ? undefined : (await listTwins(tx, { workspaceId, reached })).find(({ id }) => !gone.has(id));
    if (twin) return { refusal: await refuse(services, tx, { workspaceId, actor, found, twin, account: accounts[0] ?? "" }) };
    return {
      ...(await adoptConnection(services, tx, { workspaceId, actor, found: { ...found, account: accounts[0] ?? null } })),
      refusal: null,
    };
  });
  if (taken.refusal !== null) {
    try {
      await nango.deleteConnection(found);
    } catch (error) {
      if (!(error instanceof NangoError)) throw error;
      log.warn(
        { err: error, ...scope, integration: found.integration },
        "a refused connection is still at Nango: the next sweep deletes it",
      );
    }
  }
  return taken;
}

/** Writes the line, once, and has the connection that is kept read: vendors that give one access at a time have just ended its own. */
async function refuse(
  services: Services,
  tx: Tx,
  input: { workspaceId: string; actor: Actor; found: Found; twin: ReadConnection; account: string },
): Promise<Refusal> {
  const { workspaceId, actor, found, twin, account } = input;
  const { nangoConnectionId } = found;
  const refusal = refusalFor(twin, account);
  if (await findRefusal(tx, { workspaceId, nangoConnectionId })) return refusal;
  const context = { ...services, workspaceId, actor };
  const reason = "The account is connected already: this connection was left out and deleted at Nango.";
  const line = { noun: "connection", nounId: nangoConnectionId, verb: "refuse", before: null, after: { ...refusal, reason } };
  await recordChange(tx, { ...context, ...line });
  if (twin.state === "active" && !(await isJobWaiting(tx, { workspaceId, name: "sync-connection", subjectId: twin.id })))
    await startJob(context, tx, {
      name: "sync-connection",
      title: `Look whether ${twin.name} can still be read`,
      subjectId: twin.id,
      payload: { connectionId: twin.id, trigger: true },
    });
  return refusal;
}
