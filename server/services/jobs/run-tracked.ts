import { endJobRun, startJobRun, updateJobProgress, type JobProgress as Report } from "#db/queries/job-runs.ts";
import type { JobContext, Services } from "#server/context.ts";
import { AppError } from "#server/errors.ts";

/** Told by a job as it goes. Rejects with a Cancelled when the person asked to stop. */
export type JobProgress = { report: (progress: Report) => Promise<void>; signal: AbortSignal };

/** Thrown out of a job that was asked to stop; it is an outcome, not a failure. */
export class Cancelled extends Error {
  constructor() {
    super("stopped on request");
    this.name = "Cancelled";
  }
}

const REPORT_EVERY_MS = 400; // Faster than the eye needs, slow enough not to load the database.

type Tracked = { workspaceId: string; jobRunId: string };

/**
 * Runs a job's work and keeps its progress row true whatever happens.
 * Failures by class: what a person has to act on ends at once; anything else is tried again while tries are left.
 *
 * @returns "retry" when the queue should hand it out again
 */
export async function runTracked(
  services: Services,
  { workspaceId, jobRunId }: Tracked,
  {
    work,
    lastTry,
    signal,
    name,
  }: { work: (context: JobContext, progress: JobProgress) => Promise<unknown>; lastTry: boolean; signal: AbortSignal; name: string },
): Promise<"ended" | "retry"> {
  const scope = { workspaceId };
  const id = jobRunId;
  const log = services.log.child({ jobRunId, workspaceId, job: name });
  const started = await services.store.within(scope, (tx) => startJobRun(tx, { workspaceId, id, now: services.now() }));
  if (!started) return "ended";
  const end = (result: Parameters<typeof endJobRun>[1]["end"]) =>
    services.store.within(scope, (tx) => endJobRun(tx, { workspaceId, id, now: services.now(), end: result }));

  let lastReportMs = 0;
  const report = async (progress: Report) => {
    signal.throwIfAborted();
    const nowMs = services.now().getTime();
    const finished = progress.rowsTotal !== undefined && progress.rowsDone >= progress.rowsTotal;
    if (!finished && nowMs - lastReportMs < REPORT_EVERY_MS) return;
    lastReportMs = nowMs;
    const row = await services.store.within(scope, (tx) => updateJobProgress(tx, { workspaceId, id, now: new Date(nowMs), progress }));
    if (row?.cancelRequestedAt) throw new Cancelled();
  };

  try {
    if (started.cancelRequestedAt) throw new Cancelled();
    const result = await work({ ...services, log, workspaceId, actor: { type: "job", jobRunId, name } }, { report, signal });
    await end({ state: "done", result: result ?? null });
    return "ended";
  } catch (error) {
    if (error instanceof Cancelled) {
      await end({ state: "cancelled" });
      return "ended";
    }
    if (error instanceof AppError) {
      log.warn({ err: error }, "the job needs a person");
      await end({ state: "failed", errorCode: error.code, errorMessage: error.message });
      return "ended";
    }
    log.error({ err: error, attempt: started.attempt }, "the job failed");
    if (lastTry) {
      await end({
        state: "failed",
        errorCode: "INTERNAL",
        errorMessage: `Something went wrong on our side. Nothing that was saved is lost. Reference ${jobRunId}.`,
      });
      return "ended";
    }
    await end({ state: "retrying", errorCode: "INTERNAL", errorMessage: "It failed once and is tried again by itself." });
    return "retry";
  }
}
