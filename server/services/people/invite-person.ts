import { insertInvitation, revokeInvitationsTo } from "#db/queries/invitations.ts";
import { findMemberByEmail } from "#db/queries/memberships.ts";
import { lockWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import type { Role } from "#server/permissions.ts";
import type { Visitor } from "#server/context.ts";
import { recordChange } from "../changes/record-change.ts";
import { INVITATION_DAYS, invitationLetter } from "./letters.ts";
import { limitTries } from "./limit-tries.ts";
import { assertMayTouch } from "./role-rules.ts";
import { invitationLink, newLinkToken } from "./secret-link.ts";
import { sendLink, type LinkSent } from "./send-link.ts";

export const invitationEnd = (now: Date): Date => new Date(now.getTime() + INVITATION_DAYS * 86_400_000);

/**
 * Invites an address. An open invitation to the same address stops working.
 *
 * @throws AppError ROLE_TOO_HIGH, CONFLICT when the address is in the workspace already, RATE_LIMITED
 */
export async function invitePerson(
  context: Context & Visitor,
  { email, role }: { email: string; role: Role },
): Promise<LinkSent & { invitationId: string }> {
  const { store, workspaceId, now, newId, user, settings } = context;
  assertMayTouch(context.role, role);
  await limitTries(context, "invite", { subject: workspaceId });
  const { token, tokenHash } = newLinkToken();
  const id = newId();
  const workspace = await store.within({ workspaceId }, async (tx) => {
    const found = await lockWorkspace(tx, { workspaceId });
    const member = await findMemberByEmail(tx, { workspaceId, email });
    if (member) {
      const message = `${member.name} is in this workspace already.`;
      throw new AppError("CONFLICT", message, { fields: [{ path: "email", message }] });
    }
    await revokeInvitationsTo(tx, { workspaceId, email, now: now() });
    await insertInvitation(tx, {
      workspaceId,
      id,
      email,
      role,
      tokenHash,
      invitedBy: user.id,
      now: now(),
      expiresAt: invitationEnd(now()),
    });
    await recordChange(tx, { ...context, noun: "invitation", nounId: id, verb: "create", before: null, after: { email, role } });
    return found?.name ?? "";
  });
  const link = invitationLink(settings, token);
  return { invitationId: id, ...(await sendLink(context, invitationLetter({ to: email, from: user.name, workspace, role, link }), link)) };
}
