import { closeAsk } from "#db/queries/supplier-asks.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";

/** Closes the page of a letter, so that its link opens nothing any more. @throws AppError NOT_FOUND when no page of it is open */
export async function closeReplyPage(context: Context, { effectId }: { effectId: string }): Promise<void> {
  const { store, workspaceId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    if (!(await closeAsk(tx, { workspaceId, id: effectId, now: now() })))
      throw new AppError("NOT_FOUND", "This effect has no reply page that is open.");
    await recordChange(tx, { ...context, noun: "effect", nounId: effectId, verb: "close reply page", before: null, after: null });
  });
}
