import { deleteHoursUsed, insertHoursUsed } from "#db/queries/hours-used.ts";
import type { Context } from "#server/context.ts";
import type { Use } from "#server/domain/value/hours-used.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";

export type HoursGiven = { workflow: string; week: string; use: Use; hours: number; what: string; minorPerHour: number | null };

/** Keeps where some returned hours went. @throws AppError INPUT_INVALID for redeployed hours without the work and its worth */
export async function enterHours(context: Context, given: HoursGiven): Promise<{ entryId: string }> {
  const { store, workspaceId, actor, now, newId } = context;
  if (given.use === "redeployed" && given.minorPerHour === null) {
    const message = "Say what an hour of that work is worth: only then do redeployed hours carry money.";
    throw new AppError("INPUT_INVALID", message, { fields: [{ path: "minorPerHour", message }] });
  }
  const entryId = newId();
  const entry = { ...given, minorPerHour: given.use === "redeployed" ? given.minorPerHour : null };
  await store.within({ workspaceId }, async (tx) => {
    await insertHoursUsed(tx, { ...entry, workspaceId, id: entryId, enteredBy: actor, now: now() });
    await recordChange(tx, { ...context, noun: "hours returned", nounId: entryId, verb: "create", before: null, after: entry });
  });
  return { entryId };
}

/** Takes an entry away. @throws AppError NOT_FOUND */
export async function removeHours(context: Context, { entryId }: { entryId: string }): Promise<void> {
  const { store, workspaceId } = context;
  await store.within({ workspaceId }, async (tx) => {
    const removed = await deleteHoursUsed(tx, { workspaceId, id: entryId });
    if (!removed) throw new AppError("NOT_FOUND", "There is no such entry in this workspace.");
    const { id: _id, ...before } = removed;
    await recordChange(tx, { ...context, noun: "hours returned", nounId: entryId, verb: "delete", before, after: null });
  });
}
