import { revokeShareLinkRow } from "#db/queries/share-links.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";

/** Ends a link at once; it cannot be opened again. @throws AppError NOT_FOUND */
export async function revokeShare(context: Context, { shareId }: { shareId: string }): Promise<void> {
  const { store, workspaceId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const revoked = await revokeShareLinkRow(tx, { workspaceId, id: shareId, now: now() });
    if (!revoked) throw new AppError("NOT_FOUND", "There is no such link in this workspace that still opens.");
    const { title, expiresAt } = revoked;
    await recordChange(tx, {
      ...context,
      noun: "share link",
      nounId: shareId,
      verb: "revoke",
      before: { title, expiresAt: expiresAt.toISOString() },
      after: null,
    });
  });
}
