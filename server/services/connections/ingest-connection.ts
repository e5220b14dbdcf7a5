import { hasAutomationAtWork } from "#db/queries/automations.ts";
import { deleteDoneRuns } from "#db/queries/job-runs.ts";
import type { JobContext } from "#server/context.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { startDecisions } from "../automations/start-run-effects.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { checkConnection } from "./check-connection.ts";
import { nangoDoor } from "./nango-door.ts";
import { modelsOf, pullRecords } from "./pull-records.ts";
import { readConnection } from "./read-connection.ts";

/**
 * Stores what has arrived at Nango since the last time and looks how the connection stands. Safe to run twice.
 *
 * @returns how many records were read
 * @throws AppError NOT_FOUND when the connection is gone from here
 */
export async function ingestConnection(
  context: JobContext,
  { connectionId }: { connectionId: string },
  progress: JobProgress,
): Promise<{ read: number }> {
  const { store, workspaceId } = context;
  const nango = nangoDoor(context);
  const connection = await readConnection(context, { connectionId });
  if (connection.state === "erasing") return { read: 0 };
  const { state, syncs } = await checkConnection(context, nango, connection);
  // Where access was lost, records that arrived before are still to be had; where Nango lost the connection, none are.
  if (state === "gone") return { read: 0 };
  const models = modelsOf(syncs ?? (await nango.syncStatus(connection)));
  const onPage = (read: number) => progress.report({ rowsDone: read });
  const { read, newEvents } = await pullRecords(context, nango, { connection, models, onPage });
  await store.within({ workspaceId }, async (tx) => {
    if (newEvents > 0) await auditSoon(context, tx);
    if (read > 0 && (await hasAutomationAtWork(tx, { workspaceId }))) await startDecisions(context, tx, { workspaceId, connectionId });
    await deleteDoneRuns(tx, { workspaceId, name: "ingest-records", subjectId: connectionId });
  });
  return { read };
}
