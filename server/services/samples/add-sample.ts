import { insertTimedSamples } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";

export type SampleEntry = { workflow: string; activity: string; minutes: number; takenAt?: Date | undefined; note: string | null };

/** Keeps an item that was timed elsewhere, now unless told. @throws AppError INPUT_INVALID when it lies in the future */
export async function addSample(context: Context, { takenAt, ...entry }: SampleEntry): Promise<{ sampleId: string }> {
  const { store, workspaceId, user, now, newId } = context;
  const at = takenAt ?? now();
  if (at > now()) {
    const message = "Enter a moment that has passed.";
    throw new AppError("INPUT_INVALID", message, { fields: [{ path: "takenAt", message }] });
  }
  const sampleId = newId();
  await store.within({ workspaceId }, async (tx) => {
    const sample = { ...entry, id: sampleId, takenAt: at, takenBy: user.id, how: "entered", importKey: null, itemId: null } as const;
    await insertTimedSamples(tx, { workspaceId, samples: [sample] });
    await auditSoon(context, tx, { title: "Audit again with new samples" });
  });
  return { sampleId };
}
