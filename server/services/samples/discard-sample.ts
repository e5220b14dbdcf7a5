import { lockTimedSample, updateSampleDiscarded } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { recordChange } from "../changes/record-change.ts";

/**
 * Leaves a sample out of every audit to come, or takes that back. Done twice it is done once.
 *
 * @throws AppError NOT_FOUND
 */
export async function discardSample(context: Context, { sampleId, discarded }: { sampleId: string; discarded: boolean }): Promise<void> {
  const { store, workspaceId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const sample = await lockTimedSample(tx, { workspaceId, id: sampleId });
    if (!sample) throw new AppError("NOT_FOUND", "There is no such sample.");
    if ((sample.discardedAt !== null) === discarded) return;
    await updateSampleDiscarded(tx, { workspaceId, id: sampleId, discardedAt: discarded ? now() : null });
    const { workflow, activity, minutes } = sample;
    const shown = (isDiscarded: boolean) => ({ workflow, activity, minutes, discarded: isDiscarded });
    await recordChange(tx, {
      ...context,
      noun: "sample",
      nounId: sampleId,
      verb: discarded ? "discard" : "restore",
      before: shown(!discarded),
      after: shown(discarded),
    });
    await auditSoon(context, tx, { title: "Audit again with changed samples" });
  });
}
