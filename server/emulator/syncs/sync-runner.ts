import type { Emulator } from "../context.ts";
import { runFunction } from "../runtime/run-function.ts";
import { emptyShelves } from "../store/records.ts";
import { clearCheckpointsOf } from "../store/checkpoints.ts";
import { type Connection, getConnectionRow } from "../store/connections.ts";
import { finishJob, setNextRun, startJob, syncById, type JobRow, type SyncRow } from "../store/syncs.ts";
import { deliver } from "../webhooks/deliver.ts";
import type { RunFailure } from "../runtime/messages.ts";
import type { RunReport } from "../runtime/host.ts";
import type { SyncDefinition } from "../runtime/pack.ts";
import { checkpointKey } from "../runtime/run-function.ts";
import { frequencyMs } from "./frequency.ts";

export type SyncRunner = {
  /** Runs a sync now; when it is running already, once more afterwards. Resolves when that run has ended. */
  run: (sync: SyncRow, options?: { reset: boolean; emptyCache: boolean }) => Promise<void>;
  isRunning: (syncId: string) => boolean;
};

const SHORTEST_MS = 30_000;

/** At most one run of a sync at a time, whoever asks. */
export function openSyncRunner(emulator: Emulator): SyncRunner {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  function start(sync: SyncRow, options: { reset: boolean; emptyCache: boolean }): Promise<void> {
    const run = runOnce(emulator, sync, options).finally(() => running.delete(sync.id));
    running.set(sync.id, run);
    return run;
  }

  return {
    isRunning: (syncId) => running.has(syncId),
    run: (sync, options = { reset: false, emptyCache: false }) => {
      const current = running.get(sync.id);
      if (!current) return start(sync, options);
      const planned = waiting.get(sync.id);
      if (planned && !options.reset) return planned;
      const next = (planned ?? current).then(() => {
        waiting.delete(sync.id);
        return start(sync, options);
      });
      waiting.set(sync.id, next);
      return next;
    },
  };
}

async function runOnce(emulator: Emulator, sync: SyncRow, options: { reset: boolean; emptyCache: boolean }): Promise<void> {
  const { database } = emulator;
  if (!(await syncById(database, sync.id))) return;
  const connection = await getConnectionRow(database, sync.connection);
  const definition = emulator.pack.findSync(connection.provider_config_key, sync.name);
  if (!definition) return;
  if (options.reset) {
    if (options.emptyCache) await emptyShelves(database, connection.id, definition.output);
    await clearCheckpointsOf(database, connection.id, checkpointKey("sync", sync.name, sync.variant));
  }
  const job = await startJob(database, sync.id);
  const { outcome, report } = await runFunction(emulator, {
    connection,
    type: "sync",
    name: sync.name,
    input: null,
    syncId: sync.id,
    job: job.id,
    startedAt: job.started_at,
  });
  // The connection may have been deleted during the run; then there is nobody to tell.
  const after = await syncById(database, sync.id);
  if (!after) return;
  await finishJob(database, job.id, {
    status: outcome.ok ? "SUCCESS" : "ERROR",
    result: outcome.ok ? report.counts : {},
    error: outcome.ok ? null : { ...errorOf(outcome.failure) },
  });
  const every = frequencyMs(after.frequency ?? definition.runs) ?? SHORTEST_MS;
  await setNextRun(database, sync.id, Math.max(every, SHORTEST_MS));
  if (outcome.ok) tellSuccess(emulator, connection, sync, definition, job, report);
  else tellFailure(emulator, connection, sync, definition, job, outcome.failure);
}

function tellSuccess(
  emulator: Emulator,
  connection: Connection,
  sync: SyncRow,
  definition: SyncDefinition,
  job: JobRow,
  report: RunReport,
): void {
  const at = new Date(job.started_at).toISOString();
  const checkpoints = definition.features?.includes("checkpoints") ? { checkpoints: report.checkpoints } : {};
  for (const model of definition.output) {
    deliver(emulator, connection, {
      ...aboutSync(connection, sync, model, job),
      ...checkpoints,
      success: true,
      modifiedAfter: at,
      queryTimeStamp: at,
      responseResults: report.counts[model] ?? { added: 0, updated: 0, deleted: 0 },
    });
  }
}

function tellFailure(
  emulator: Emulator,
  connection: Connection,
  sync: SyncRow,
  definition: SyncDefinition,
  job: JobRow,
  failure: RunFailure,
): void {
  for (const model of definition.output) {
    deliver(emulator, connection, {
      ...aboutSync(connection, sync, model, job),
      success: false,
      error: errorOf(failure),
      startedAt: new Date(job.started_at).toISOString(),
      failedAt: new Date().toISOString(),
    });
  }
}

/** What happened by a vendor's webhook is told as a run of the sync is, model by model, where anything changed. */
export function tellWebhookRun(
  emulator: Emulator,
  { connection, sync, report, startedAt }: { connection: Connection; sync: SyncRow; report: RunReport; startedAt: string },
): void {
  for (const [model, counts] of Object.entries(report.counts)) {
    if (counts.added + counts.updated + counts.deleted === 0) continue;
    deliver(emulator, connection, {
      ...aboutSync(connection, sync, model, { type: "WEBHOOK" }),
      success: true,
      modifiedAfter: startedAt,
      queryTimeStamp: startedAt,
      responseResults: counts,
    });
  }
}

function aboutSync(
  connection: Connection,
  sync: SyncRow,
  model: string,
  job: { type: JobRow["type"] | "WEBHOOK" },
): Record<string, unknown> {
  return {
    type: "sync",
    from: "nango",
    connectionId: connection.connection_id,
    providerConfigKey: connection.provider_config_key,
    syncName: sync.name,
    syncVariant: sync.variant,
    syncType: job.type,
    model,
  };
}

function errorOf(failure: RunFailure): { type: string; description: string; payload: unknown; additional_properties?: unknown } {
  if (failure.upstream) {
    return {
      type: "script_error",
      description: "An error occurred during an HTTP call",
      payload: failure.payload,
      additional_properties: { upstream_response: failure.upstream },
    };
  }
  return { type: failure.code, description: failure.message ?? "The function failed", payload: failure.payload };
}
