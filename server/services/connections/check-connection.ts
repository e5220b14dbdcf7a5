import { nameSource, updateConnectionHealth, type ConnectionState } from "#db/queries/connections.ts";
import type { JobContext } from "#server/context.ts";
import type { SyncStatus } from "#server/nango/nango-answers.ts";
import type { NangoClient } from "#server/nango/nango-client.ts";
import { NangoError } from "#server/nango/nango-error.ts";
import { accountIn } from "./account-in.ts";
import { Calibration, readFacts, type SyncState } from "./connection-facts.ts";
import { evidenceOf } from "./evidence-of.ts";
import { readConnection, type ReadConnection } from "./read-connection.ts";

export type Health = { state: Exclude<ConnectionState, "erasing">; problem: string | null; syncs: SyncState[] | null };

const GONE = "Nango does not know this connection any more. What was read stays; connect the account again to go on.";
const REFUSED = "The vendor no longer accepts our access: it was revoked, or has expired. What was read stays; connect it again to go on.";

/** What is asked at Nango of how a connection stands. */
export type Door = Pick<NangoClient, "getConnection" | "syncStatus">;

// Each is one look; more at once than these few jobs of one connection do not run.
const MOST_LOOKS = 10;

/**
 * Looks at Nango how a connection stands and writes it down, with what its events say of themselves.
 * All of it comes from looking, none from a webhook: one that was lost, late or doubled makes no difference.
 * What was seen before somebody else wrote is not written over it: then it is looked again, so that the newest look stays.
 *
 * @throws NangoError when Nango does not answer; then nothing is written
 * @throws AppError NOT_FOUND when the connection is erased meanwhile
 */
export async function checkConnection(context: JobContext, nango: Door, connection: ReadConnection): Promise<Health> {
  const { store, workspaceId, now } = context;
  const place = { workspaceId, id: connection.id };
  let known = readFacts(connection.facts).evidence;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    // What takes long comes before the look, so that little can happen between looking and writing.
    const evidence = await store.within({ workspaceId }, (tx) => evidenceOf(tx, { workspaceId, sourceId: connection.sourceId, known }));
    known = evidence;
    const seen = await readConnection(context, { connectionId: connection.id });
    const { health, metadata, account } = await look(nango, seen);
    if (seen.state === "erasing") return health;
    const before = readFacts(seen.facts);
    const calibration = metadata === null ? before.calibration : Calibration.parse(metadata);
    const name = calibration?.accountName ?? null;
    const isWritten = await store.within({ workspaceId }, async (tx) => {
      const facts = { calibration, evidence, account: account ?? before.account };
      const written = { ...place, ...health, facts, name, version: seen.version, now: now() };
      if (!(await updateConnectionHealth(tx, written))) return false;
      if (name !== null && name !== seen.name) await nameSource(tx, { workspaceId, sourceId: seen.sourceId, name });
      return true;
    });
    if (isWritten) return health;
  }
  throw new Error(`connection ${connection.id} was written ${MOST_LOOKS} times while it was looked at`);
}

type Look = { health: Health; metadata: Record<string, unknown> | null; account: string | null };

async function look(nango: Door, connection: ReadConnection): Promise<Look> {
  try {
    const found = await nango.getConnection(connection);
    const syncs = (await nango.syncStatus(connection)).map(toState);
    const failing = syncs.filter(({ status }) => status === "ERROR").map(({ name }) => name);
    // A sync may fail for many reasons; a fresh token tells whether access itself is the one.
    if (failing.length > 0) await nango.getConnection(connection, { refresh: true });
    const state = syncs.length > 0 && syncs.every(({ status }) => status === "PAUSED") ? "paused" : "active";
    return {
      health: { state, problem: failing.length > 0 ? failed(failing) : null, syncs },
      metadata: found.metadata ?? null,
      account: accountIn(connection.integration, found.connection_config),
    };
  } catch (error) {
    if (!(error instanceof NangoError)) throw error;
    if (error.isUnknownConnection) return { health: { state: "gone", problem: GONE, syncs: null }, metadata: null, account: null };
    if (error.isInvalidCredentials) return { health: { state: "broken", problem: REFUSED, syncs: null }, metadata: null, account: null };
    throw error;
  }
}

const failed = (names: readonly string[]): string =>
  `The last reading of ${names.map((name) => name.replaceAll("-", " ")).join(" and ")} failed. It is tried again by itself; if this stays, the account may refuse what it gave before: choose Connect again.`;

const toState = (sync: SyncStatus): SyncState => ({
  name: sync.name,
  status: sync.status,
  frequency: sync.frequency ?? null,
  finishedAt: sync.finishedAt ?? null,
  nextAt: sync.nextScheduledSyncAt ?? null,
  recordCount: sync.recordCount ?? {},
});
