import type { Tx } from "#db/client.ts";
import { takeInvitation } from "#db/queries/invitations.ts";
import { insertMembership } from "#db/queries/memberships.ts";
import { insertUser, upsertPassword } from "#db/queries/users.ts";
import type { SignedIn, Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { findInvitation } from "./find-invitation.ts";
import { openFreshSession } from "./open-fresh-session.ts";

/** Accepts as a new person, who gets an account by it and is signed in. @throws AppError INVITATION_INVALID, CONFLICT when the address has an account, RATE_LIMITED */
export async function acceptAsNewPerson(
  visitor: Visitor,
  { token, name, password }: { token: string; name: string; password: string },
): Promise<{ workspaceId: string; setCookies: string[] }> {
  const { store, auth, now, newId } = visitor;
  const { workspaceId, tokenHash, email } = await findInvitation(visitor, { token });
  const passwordHash = await auth.hashPassword(password);
  const userId = newId();
  await store.within({ workspaceId, userId, tokenHash }, async (tx) => {
    if (!(await insertUser(tx, { id: userId, name, email, now: now() })))
      throw new AppError("CONFLICT", "This address has an account already. Sign in, then open the link again.");
    await upsertPassword(tx, { userId, passwordHash, now: now() });
    await join(visitor, tx, { workspaceId, tokenHash, userId, name });
  });
  return { workspaceId, setCookies: await openFreshSession(visitor, { userId }) };
}

/** Accepts as the person who is signed in, if the invitation is to their address. @throws AppError INVITATION_INVALID, INVITATION_FOR_OTHER, RATE_LIMITED */
export async function acceptAsSignedIn(visitor: Visitor & SignedIn, { token }: { token: string }): Promise<{ workspaceId: string }> {
  const { workspaceId, tokenHash, email } = await findInvitation(visitor, { token });
  const { id: userId, name, email: own } = visitor.user;
  if (own !== email) throw new AppError("INVITATION_FOR_OTHER");
  await visitor.store.within({ workspaceId, userId, tokenHash }, (tx) => join(visitor, tx, { workspaceId, tokenHash, userId, name }));
  return { workspaceId };
}

async function join(
  visitor: Visitor,
  tx: Tx,
  { workspaceId, tokenHash, userId, name }: { workspaceId: string; tokenHash: string; userId: string; name: string },
): Promise<void> {
  const now = visitor.now();
  const taken = await takeInvitation(tx, { workspaceId, tokenHash, now });
  if (!taken) throw new AppError("INVITATION_INVALID");
  const { role } = taken;
  const joined = await insertMembership(tx, { workspaceId, userId, role, now });
  const actor = { type: "user" as const, userId, name };
  if (joined)
    await recordChange(tx, {
      ...visitor,
      workspaceId,
      actor,
      noun: "person",
      nounId: userId,
      verb: "join",
      before: null,
      after: { name, role },
    });
}
