import { deleteSessions } from "#db/queries/sessions.ts";
import { findPasswordHash, upsertPassword } from "#db/queries/users.ts";
import type { SignedIn, Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { isDemoVisitor } from "../workspaces/demo-visitor.ts";
import { limitTries } from "./limit-tries.ts";

/** Changes one's own password. Every session ends; this browser gets a new one. @throws AppError INPUT_INVALID on a wrong current password, DEMO_CANNOT, RATE_LIMITED */
export async function changePassword(
  visitor: Visitor & SignedIn,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<{ setCookies: string[] }> {
  const { store, auth, now, user, headers } = visitor;
  if (isDemoVisitor(user)) throw new AppError("DEMO_CANNOT");
  await limitTries(visitor, "own-password", { subject: user.id });
  const hash = await findPasswordHash(store.db, { userId: user.id });
  if (hash === null || !(await auth.passwordFits(hash, currentPassword))) {
    const message = "This is not your present password.";
    throw new AppError("INPUT_INVALID", message, { fields: [{ path: "currentPassword", message }] });
  }
  const passwordHash = await auth.hashPassword(newPassword);
  await store.within({ userId: user.id }, async (tx) => {
    await upsertPassword(tx, { userId: user.id, passwordHash, now: now() });
    await deleteSessions(tx, { userId: user.id, keepId: null });
  });
  return auth.openSession(headers, { userId: user.id });
}
