import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { insertEventImport } from "#db/queries/event-imports.ts";
import { findOpenJobRun } from "#db/queries/job-runs.ts";
import { findUpload } from "#db/queries/uploads.ts";
import type { JobContext } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";
import { logFileOf } from "../uploads/log-file-of.ts";
import { mappingOf, type ChosenMapping } from "./import-mapping.ts";

export type StartImport = { uploadId: string; sourceName: string; chosen: ChosenMapping };

/**
 * Keeps the mapping with its source and starts the import as a job.
 * Files of one source share event ids, so a file imported twice, or split and imported in parts, adds every event once.
 *
 * @throws AppError NOT_FOUND, MAPPING_INCOMPLETE, INPUT_INVALID, LOG_BUSY while a log is being taken back
 */
export async function startImport(
  context: JobContext,
  { uploadId, sourceName, chosen }: StartImport,
): Promise<{ importId: string; jobRunId: string }> {
  const { store, newId, workspaceId } = context;
  const { caseId, activity, endedAt } = chosen.columns;
  const missing = [caseId === null && "case", activity === null && "activity", endedAt === null && "end time"].filter(
    (name) => name !== false,
  );
  if (missing.length > 0) throw new AppError("MAPPING_INCOMPLETE", `Choose the column for ${missing.join(", ")}.`);

  return store.within({ workspaceId }, async (tx) => {
    const upload = await findUpload(tx, { workspaceId, id: uploadId });
    if (!upload) throw new AppError("NOT_FOUND", "There is no such upload in this workspace.");
    const file = logFileOf(upload);
    mappingOf(chosen, file);
    const mapping = { ...chosen, header: file.header };
    const sourceId = await upsertUploadSource(tx, { workspaceId, id: newId(), name: sourceName, mapping });
    if (await findOpenJobRun(tx, { workspaceId, name: "take-back-log" }))
      throw new AppError("LOG_BUSY", "A log is being taken back: wait until it is done, then import the file.");
    const importId = newId();
    const jobRunId = await startJob(context, tx, {
      name: "import-events",
      title: `Import ${upload.fileName}`,
      subjectId: importId,
      payload: { importId },
    });
    await insertEventImport(tx, { workspaceId, id: importId, sourceId, uploadId, jobRunId, mapping });
    await recordChange(tx, {
      ...context,
      noun: "import",
      nounId: importId,
      verb: "start",
      before: null,
      after: { fileName: upload.fileName, sourceName },
    });
    return { importId, jobRunId };
  });
}
