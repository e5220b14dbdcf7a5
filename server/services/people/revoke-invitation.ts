import { revokeInvitationRow } from "#db/queries/invitations.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { roleOf } from "#server/permissions.ts";
import { recordChange } from "../changes/record-change.ts";
import { assertMayTouch } from "./role-rules.ts";

/** Takes an invitation back; its link stops working. @throws AppError NOT_FOUND, ROLE_TOO_HIGH */
export async function revokeInvitation(context: Context, { invitationId }: { invitationId: string }): Promise<void> {
  const { store, workspaceId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const revoked = await revokeInvitationRow(tx, { workspaceId, id: invitationId, now: now() });
    if (!revoked) throw new AppError("NOT_FOUND", "There is no such open invitation in this workspace.");
    assertMayTouch(context.role, roleOf(revoked.role));
    await recordChange(tx, {
      ...context,
      noun: "invitation",
      nounId: invitationId,
      verb: "revoke",
      before: { email: revoked.email, role: revoked.role },
      after: null,
    });
  });
}
