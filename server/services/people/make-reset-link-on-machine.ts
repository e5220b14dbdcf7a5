import { insertResetLink } from "#db/queries/reset-links.ts";
import { findUserByEmail } from "#db/queries/users.ts";
import type { Services } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { isDemoVisitor } from "../workspaces/demo-visitor.ts";
import { newLinkToken, resetLink } from "./secret-link.ts";

const LINK_MINUTES = 60; // It is opened by whoever sits at the machine, at once.

/**
 * A reset link for whoever runs commands on the machine of the installation: the way back for a sole owner without a mail server.
 * That person can read the database anyway, so nothing more is asked.
 *
 * @throws AppError NOT_FOUND
 */
export async function makeResetLinkOnMachine(
  { store, now, newId, settings, log }: Services,
  { email }: { email: string },
): Promise<{ link: string; expiresAt: Date }> {
  const user = await findUserByEmail(store.db, { email });
  if (!user || isDemoVisitor(user)) throw new AppError("NOT_FOUND", `Nobody has the address ${email}. Check it under Settings, People.`);
  const { token, tokenHash } = newLinkToken();
  const expiresAt = new Date(now().getTime() + LINK_MINUTES * 60_000);
  await insertResetLink(store.db, { id: newId(), tokenHash, userId: user.id, expiresAt, now: now() });
  log.warn({ userId: user.id }, "a reset link was made on the machine of the installation");
  return { link: resetLink(settings, token), expiresAt };
}
