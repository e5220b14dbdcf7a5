import { findInvitationByToken } from "#db/queries/invitations.ts";
import { findUserByEmail } from "#db/queries/users.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { roleOf } from "#server/permissions.ts";
import { limitTries } from "./limit-tries.ts";
import { hashLinkToken } from "./secret-link.ts";

/** What the holder of an invitation link is invited to. @throws AppError INVITATION_INVALID, RATE_LIMITED */
export async function findInvitation(visitor: Visitor, { token }: { token: string }) {
  await limitTries(visitor, "secret-link");
  const tokenHash = hashLinkToken(token);
  const { store, now } = visitor;
  const invitation = await store.within({ tokenHash }, (tx) => findInvitationByToken(tx, { tokenHash, now: now() }));
  if (!invitation) throw new AppError("INVITATION_INVALID");
  const { workspaceId } = invitation;
  const workspace = await store.within({ workspaceId }, (tx) => findWorkspace(tx, { workspaceId }));
  if (!workspace) throw new AppError("INVITATION_INVALID");
  const known = await findUserByEmail(store.db, { email: invitation.email });
  const { email, expiresAt, invitedBy } = invitation;
  return {
    workspaceId,
    tokenHash,
    workspaceName: workspace.name,
    email,
    role: roleOf(invitation.role),
    invitedBy,
    expiresAt,
    hasAccount: known !== undefined,
  };
}
