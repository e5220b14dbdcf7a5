import { deleteResetLinks, findResetLink, takeResetLink } from "#db/queries/reset-links.ts";
import { deleteSessions } from "#db/queries/sessions.ts";
import { upsertPassword } from "#db/queries/users.ts";
import type { Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { limitTries } from "./limit-tries.ts";
import { openFreshSession } from "./open-fresh-session.ts";
import { hashLinkToken } from "./secret-link.ts";

/** Whether the link still works, before the person types. @throws AppError RATE_LIMITED */
export async function isResetLinkValid(visitor: Visitor, { token }: { token: string }): Promise<boolean> {
  await limitTries(visitor, "secret-link");
  return (await findResetLink(visitor.store.db, { tokenHash: hashLinkToken(token), now: visitor.now() })) !== undefined;
}

/** Sets a new password by a link, ends every session the person had, and signs them in here. @throws AppError RESET_LINK_INVALID, RATE_LIMITED */
export async function resetPassword(
  visitor: Visitor,
  { token, password }: { token: string; password: string },
): Promise<{ setCookies: string[] }> {
  const { store, auth, now } = visitor;
  await limitTries(visitor, "secret-link");
  const passwordHash = await auth.hashPassword(password);
  const userId = await store.within({}, async (tx) => {
    const taken = await takeResetLink(tx, { tokenHash: hashLinkToken(token), now: now() });
    if (taken === undefined) throw new AppError("RESET_LINK_INVALID");
    await deleteResetLinks(tx, { userId: taken });
    await upsertPassword(tx, { userId: taken, passwordHash, now: now() });
    await deleteSessions(tx, { userId: taken, keepId: null });
    return taken;
  });
  return { setCookies: await openFreshSession(visitor, { userId }) };
}
