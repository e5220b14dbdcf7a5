import { findJobRun } from "#db/queries/job-runs.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";

/** One job with its progress. @throws AppError NOT_FOUND */
export async function getJobRun({ store, workspaceId }: Pick<Context, "store" | "workspaceId">, { jobRunId }: { jobRunId: string }) {
  const run = await store.within({ workspaceId }, (tx) => findJobRun(tx, { workspaceId, id: jobRunId }));
  if (!run) throw new AppError("NOT_FOUND", "There is no such job in this workspace.");
  return run;
}
