import { rm } from "node:fs/promises";
import { eraseUploadSource, lockUploadSource } from "#db/queries/event-sources.ts";
import { findOpenJobRun } from "#db/queries/job-runs.ts";
import type { Actor, JobContext } from "#server/context.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { recordChange } from "../changes/record-change.ts";
import { rejectedPath, samplePath, uploadPath } from "../uploads/upload-path.ts";

/**
 * Erases an imported log: its events and objects, its imports, and the files that were imported nowhere else; then has the audit made anew. Safe to
 * run twice.
 *
 * @param askedBy whose the line in the log of changes is; the job's own where nobody is known to have asked
 * @returns how many events were erased
 */
export async function takeBackLog(
  context: JobContext,
  { sourceId, askedBy }: { sourceId: string; askedBy?: Actor | undefined },
): Promise<{ events: number }> {
  const { store, settings, workspaceId } = context;
  const erased = await store.within({ workspaceId }, async (tx) => {
    const source = await lockUploadSource(tx, { workspaceId, id: sourceId });
    if (!source) return null;
    // One that was asked for in the same moment: it writes in many transactions, and would go on after this one.
    if (await findOpenJobRun(tx, { workspaceId, name: "import-events" })) throw new Error("A file is being imported: tried again later.");
    const gone = await eraseUploadSource(tx, { workspaceId, id: sourceId });
    const after = { events: gone.events, files: gone.uploadIds.length };
    const actor = askedBy ?? context.actor;
    await recordChange(tx, { ...context, actor, noun: "log", nounId: sourceId, verb: "take back", before: { name: source.name }, after });
    if (gone.events > 0) await auditSoon(context, tx, { title: `Audit again without ${source.name}` });
    return gone;
  });
  if (erased === null) return { events: 0 };
  const files = [
    ...erased.uploadIds.flatMap((id) => [uploadPath(settings, id), samplePath(settings, id)]),
    ...erased.importIds.map((id) => rejectedPath(settings, id)),
  ];
  await Promise.all(files.map((path) => rm(path, { force: true })));
  return { events: erased.events };
}
