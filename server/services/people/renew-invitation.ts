import { renewInvitation as renewRow } from "#db/queries/invitations.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context, Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { roleOf } from "#server/permissions.ts";
import { recordChange } from "../changes/record-change.ts";
import { invitationEnd } from "./invite-person.ts";
import { invitationLetter } from "./letters.ts";
import { limitTries } from "./limit-tries.ts";
import { assertMayTouch } from "./role-rules.ts";
import { invitationLink, newLinkToken } from "./secret-link.ts";
import { sendLink, type LinkSent } from "./send-link.ts";

/** Sends an open or expired invitation again with a new link; the old one stops working. @throws AppError NOT_FOUND, ROLE_TOO_HIGH, RATE_LIMITED */
export async function renewInvitation(context: Context & Visitor, { invitationId }: { invitationId: string }): Promise<LinkSent> {
  const { store, workspaceId, now, user, settings } = context;
  await limitTries(context, "invite", { subject: workspaceId });
  const { token, tokenHash } = newLinkToken();
  const { email, role, workspace } = await store.within({ workspaceId }, async (tx) => {
    const renewed = await renewRow(tx, { workspaceId, id: invitationId, tokenHash, expiresAt: invitationEnd(now()) });
    if (!renewed) throw new AppError("NOT_FOUND", "There is no such open invitation in this workspace.");
    const role = roleOf(renewed.role);
    assertMayTouch(context.role, role);
    await recordChange(tx, {
      ...context,
      noun: "invitation",
      nounId: invitationId,
      verb: "renew",
      before: null,
      after: { email: renewed.email, role },
    });
    return { email: renewed.email, role, workspace: (await findWorkspace(tx, { workspaceId }))?.name ?? "" };
  });
  const link = invitationLink(settings, token);
  return sendLink(context, invitationLetter({ to: email, from: user.name, workspace, role, link }), link);
}
