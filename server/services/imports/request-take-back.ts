import { lockUploadSource } from "#db/queries/event-sources.ts";
import { findOpenJobRun } from "#db/queries/job-runs.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { startJob } from "../jobs/start-job.ts";

/**
 * Has an imported log taken back: the source goes with all its events, imports and files, as if nothing had been imported into it. Until that is
 * done nothing is imported.
 *
 * @param confirmName the name of the source, typed once more
 * @throws AppError NOT_FOUND, INPUT_INVALID, LOG_BUSY while a file is being imported or another log taken back
 */
export async function requestTakeBack(
  context: Context,
  { sourceId, confirmName }: { sourceId: string; confirmName: string },
): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const source = await lockUploadSource(tx, { workspaceId, id: sourceId });
    if (!source) throw new AppError("NOT_FOUND", "There is no imported log of this name in this workspace.");
    if (source.name !== confirmName) {
      const message = `Type the name exactly as it is: ${source.name}.`;
      throw new AppError("INPUT_INVALID", message, { fields: [{ path: "confirmName", message }] });
    }
    if (await findOpenJobRun(tx, { workspaceId, name: "import-events" }))
      throw new AppError("LOG_BUSY", "A file is being imported: wait until it has ended, or stop it, then take the log back.");
    if (await findOpenJobRun(tx, { workspaceId, name: "take-back-log" }))
      throw new AppError("LOG_BUSY", "A log is being taken back: wait until it is done.");
    const title = `Take back ${source.name} with its events`;
    return {
      jobRunId: await startJob(context, tx, {
        name: "take-back-log",
        title,
        subjectId: sourceId,
        payload: { sourceId, askedBy: context.actor },
      }),
    };
  });
}
