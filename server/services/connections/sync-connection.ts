import { setTimeout as delay } from "node:timers/promises";
import type { JobContext } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { checkConnection, type Health } from "./check-connection.ts";
import { nangoDoor } from "./nango-door.ts";
import { modelsOf, pullRecords, type Pulled } from "./pull-records.ts";
import { readConnection } from "./read-connection.ts";

const LOOK_EVERY_MS = 500; // Often enough to see it move, and 120 requests a minute of the 200 that Nango allows.

/**
 * Follows the syncs of a connection until they have ended, and stores records while they arrive. Safe to run twice.
 *
 * @param trigger ask for a run of all syncs first; without it, the run that a new connection begins by itself is followed
 * @throws AppError CONNECTION_BROKEN, SYNC_FAILED, CONNECTION_STATE, NOT_FOUND; what had arrived is stored
 */
export async function syncConnection(
  context: JobContext,
  { connectionId, trigger }: { connectionId: string; trigger: boolean },
  progress: JobProgress,
): Promise<Pulled> {
  const nango = nangoDoor(context);
  const connection = await readConnection(context, { connectionId });
  if (connection.state === "erasing") throw new AppError("CONNECTION_STATE", "The connection is being deleted.");
  refuseBroken(await checkConnection(context, nango, connection));
  const before = new Map<string, string | null>();
  if (trigger) {
    for (const { name, finishedAt } of await nango.syncStatus(connection)) before.set(name, finishedAt ?? null);
    if (before.size > 0) await nango.triggerSyncs(connection, [...before.keys()]);
  }

  const total: Pulled = { read: 0, newVersions: 0, newEvents: 0 };
  for (;;) {
    const syncs = await nango.syncStatus(connection);
    const ended = syncs.every(
      ({ name, status, finishedAt }) =>
        status === "PAUSED" || (status !== "RUNNING" && finishedAt != null && finishedAt !== (before.get(name) ?? null)),
    );
    // Without a total: nobody knows how much a vendor still has, and what Nango holds counts what was read long ago.
    const pulled = await pullRecords(context, nango, {
      connection,
      models: modelsOf(syncs),
      onPage: (read) => progress.report({ rowsDone: total.read + read }),
    });
    total.read += pulled.read;
    total.newVersions += pulled.newVersions;
    total.newEvents += pulled.newEvents;
    if (ended) break;
    await progress.report({ rowsDone: total.read });
    await delay(LOOK_EVERY_MS, undefined, { signal: progress.signal });
  }

  const health = await checkConnection(context, nango, connection);
  if (total.newEvents > 0) await context.store.within({ workspaceId: context.workspaceId }, (tx) => auditSoon(context, tx));
  refuseBroken(health);
  if (health.problem !== null) throw new AppError("SYNC_FAILED", health.problem);
  await progress.report({ rowsDone: total.read, rowsTotal: total.read });
  return total;
}

function refuseBroken({ state, problem }: Health): void {
  if (state === "broken" || state === "gone") throw new AppError("CONNECTION_BROKEN", problem ?? undefined);
}
