import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#server/context.ts";
import { getJobRun } from "./get-job-run.ts";

const LOOK_EVERY_MS = 300; // Twice as often as progress is written would show nothing more.
const ENDED = new Set(["done", "failed", "cancelled"]);

/** The job's row now and each time it changes, until it has ended or the watcher leaves. @throws AppError NOT_FOUND */
export async function* watchJob(
  context: Pick<Context, "store" | "workspaceId">,
  { jobRunId, signal }: { jobRunId: string; signal: AbortSignal },
) {
  let last = "";
  while (!signal.aborted) {
    const run = await getJobRun(context, { jobRunId });
    const seen = JSON.stringify([run.state, run.rowsDone, run.rowsTotal, run.message, run.cancelRequestedAt]);
    if (seen !== last) yield run;
    last = seen;
    if (ENDED.has(run.state)) return;
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}
