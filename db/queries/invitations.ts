import type { Tx } from "#db/client.ts";

export type NewInvitation = {
  workspaceId: string;
  id: string;
  email: string;
  role: string;
  tokenHash: string;
  invitedBy: string;
  now: Date;
  expiresAt: Date;
};

export async function insertInvitation(tx: Tx, invitation: NewInvitation): Promise<void> {
  await tx
    .insertInto("invitation")
    .values({
      workspace_id: invitation.workspaceId,
      id: invitation.id,
      email: invitation.email,
      role: invitation.role,
      token_hash: invitation.tokenHash,
      invited_by: invitation.invitedBy,
      created_at: invitation.now,
      expires_at: invitation.expiresAt,
    })
    .execute();
}

/** Invitations that were neither used nor revoked, the expired ones too; newest first. */
export function listOpenInvitations(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("invitation as i")
    .leftJoin("auth_user as u", "u.id", "i.invited_by")
    .select(["i.id", "i.email", "i.role", "u.name as invitedBy", "i.created_at as createdAt", "i.expires_at as expiresAt"])
    .where("i.workspace_id", "=", workspaceId)
    .where("i.accepted_at", "is", null)
    .where("i.revoked_at", "is", null)
    .orderBy("i.id", "desc")
    .execute();
}

/** By the hash of its link. Needs a scope with that hash; the workspace is not known yet. */
export function findInvitationByToken(tx: Tx, { tokenHash, now }: { tokenHash: string; now: Date }) {
  return tx
    .selectFrom("invitation as i")
    .leftJoin("auth_user as u", "u.id", "i.invited_by")
    .select(["i.workspace_id as workspaceId", "i.id", "i.email", "i.role", "i.expires_at as expiresAt", "u.name as invitedBy"])
    .where("i.token_hash", "=", tokenHash)
    .where("i.accepted_at", "is", null)
    .where("i.revoked_at", "is", null)
    .where("i.expires_at", ">", now)
    .executeTakeFirst();
}

/** Uses the invitation up: of two at once only one gets the row. */
export function takeInvitation(tx: Tx, { workspaceId, tokenHash, now }: { workspaceId: string; tokenHash: string; now: Date }) {
  return tx
    .updateTable("invitation")
    .set({ accepted_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("token_hash", "=", tokenHash)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .returning(["id", "email", "role"])
    .executeTakeFirst();
}

/** Takes an open invitation back. Undefined when it is not open. */
export function revokeInvitationRow(tx: Tx, { workspaceId, id, now }: { workspaceId: string; id: string; now: Date }) {
  return tx
    .updateTable("invitation")
    .set({ revoked_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .returning(["id", "email", "role"])
    .executeTakeFirst();
}

/** Takes back what is open for one address: a person holds one link at most. */
export async function revokeInvitationsTo(
  tx: Tx,
  { workspaceId, email, now }: { workspaceId: string; email: string; now: Date },
): Promise<void> {
  await tx
    .updateTable("invitation")
    .set({ revoked_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("email", "=", email)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .execute();
}

/** Gives an open invitation a new link and a new term; the old link stops working. Undefined when it is not open. */
export function renewInvitation(
  tx: Tx,
  { workspaceId, id, tokenHash, expiresAt }: { workspaceId: string; id: string; tokenHash: string; expiresAt: Date },
) {
  return tx
    .updateTable("invitation")
    .set({ token_hash: tokenHash, expires_at: expiresAt })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .returning(["id", "email", "role"])
    .executeTakeFirst();
}
