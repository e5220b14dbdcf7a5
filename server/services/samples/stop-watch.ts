import { deleteStopWatch, insertStopWatch } from "#db/queries/stop-watches.ts";
import { insertTimedSamples } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";
import { LONGEST_SAMPLE_MINUTES } from "#server/domain/effort/sample-rows.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";

export type RunningWatch = { workflow: string; activity: string; startedAt: Date };

const LEAST_MINUTES = 1 / 60; // Start and stop within a second are one press too many, not an item.

/**
 * Starts the caller's stop-watch; it runs on the server, so a reload or another device shows the same one.
 *
 * @param startedAt of one that was thrown away and is taken up again; now without it
 * @throws AppError CONFLICT when one is running, INPUT_INVALID when it would have started in the future or more than a day ago
 */
export async function startStopWatch(
  { store, workspaceId, user, now }: Context,
  { workflow, activity, startedAt }: { workflow: string; activity: string; startedAt?: Date | undefined },
): Promise<RunningWatch> {
  const at = startedAt ?? now();
  const ageMinutes = (now().getTime() - at.getTime()) / 60_000;
  if (ageMinutes < 0 || ageMinutes > LONGEST_SAMPLE_MINUTES)
    throw new AppError("INPUT_INVALID", "A stop-watch can be taken up again within a day. Enter the minutes by hand instead.");
  const owner = { workspaceId, userId: user.id };
  const started = await store.within({ workspaceId }, (tx) => insertStopWatch(tx, { ...owner, workflow, activity, startedAt: at }));
  if (!started) throw new AppError("CONFLICT", "Your stop-watch is running already. Stop or discard it first.");
  return { workflow, activity, startedAt: at };
}

/**
 * Stops the caller's stop-watch and keeps what it shows as a sample.
 *
 * @throws AppError NOT_FOUND when none is running, INPUT_INVALID after less than a second or more than a day; it then runs on
 */
export async function stopStopWatch(context: Context): Promise<{ sampleId: string; minutes: number }> {
  const { store, workspaceId, user, now, newId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const watch = await deleteStopWatch(tx, { workspaceId, userId: user.id });
    if (!watch) throw new AppError("NOT_FOUND", "No stop-watch of yours is running: it was stopped or discarded elsewhere.");
    const takenAt = now();
    const minutes = (takenAt.getTime() - watch.startedAt.getTime()) / 60_000;
    if (minutes < LEAST_MINUTES)
      throw new AppError(
        "INPUT_INVALID",
        "Less than a second has passed. The stop-watch runs on; discard it if it was started by mistake.",
      );
    if (minutes > LONGEST_SAMPLE_MINUTES)
      throw new AppError("INPUT_INVALID", "It has run for more than a day. Discard it, and enter the minutes by hand if you know them.");
    const { workflow, activity } = watch;
    const sampleId = newId();
    const sample = { id: sampleId, workflow, activity, minutes, takenAt, takenBy: user.id, note: null, importKey: null, itemId: null };
    await insertTimedSamples(tx, { workspaceId, samples: [{ ...sample, how: "stop-watch" }] });
    await auditSoon(context, tx, { title: "Audit again with new samples" });
    return { sampleId, minutes };
  });
}

/** Throws away what the caller's stop-watch shows. @returns what it was, so that it can be taken up again. @throws AppError NOT_FOUND */
export async function dropStopWatch({ store, workspaceId, user }: Context): Promise<RunningWatch> {
  const watch = await store.within({ workspaceId }, (tx) => deleteStopWatch(tx, { workspaceId, userId: user.id }));
  if (!watch) throw new AppError("NOT_FOUND", "No stop-watch of yours is running: it was stopped or discarded elsewhere.");
  return watch;
}
