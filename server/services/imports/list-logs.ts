import { listEventSources } from "#db/queries/event-sources.ts";
import { findOpenJobRun } from "#db/queries/job-runs.ts";
import type { Context } from "#server/context.ts";

export type ImportedLog = { sourceId: string; name: string; createdAt: Date; takenBackBy: string | null };

/** Sources that files were imported into, by name; `takenBackBy` is the job that takes one back now. */
export async function listLogs({ store, workspaceId }: Context): Promise<ImportedLog[]> {
  const { sources, leaving } = await store.within({ workspaceId }, async (tx) => ({
    sources: await listEventSources(tx, { workspaceId }),
    leaving: await findOpenJobRun(tx, { workspaceId, name: "take-back-log" }),
  }));
  return sources
    .filter(({ kind }) => kind === "upload")
    .map(({ id, name, createdAt }) => ({
      sourceId: id,
      name,
      createdAt,
      takenBackBy: leaving?.subjectId === id ? leaving.id : null,
    }));
}
