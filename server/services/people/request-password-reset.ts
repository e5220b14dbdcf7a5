import { insertResetLink } from "#db/queries/reset-links.ts";
import { findUserByEmail } from "#db/queries/users.ts";
import type { Visitor } from "#server/context.ts";
import { isDemoVisitor } from "../workspaces/demo-visitor.ts";
import { RESET_MINUTES, resetLetter } from "./letters.ts";
import { limitTries } from "./limit-tries.ts";
import { newLinkToken, resetLink } from "./secret-link.ts";

/**
 * Sends a reset link to an address that has an account. Answer and work are the same for an address that has none,
 * and the letter goes out after the answer, so neither tells whether an account exists.
 *
 * @throws AppError RATE_LIMITED
 */
export async function requestPasswordReset(visitor: Visitor, { email }: { email: string }): Promise<void> {
  await limitTries(visitor, "reset-request", { subject: email });
  const { store, now, newId, settings, mail, log } = visitor;
  const found = await findUserByEmail(store.db, { email });
  const user = found && !isDemoVisitor(found) ? found : undefined;
  const { token, tokenHash } = newLinkToken();
  const expiresAt = new Date(now().getTime() + RESET_MINUTES * 60_000);
  await insertResetLink(store.db, { id: newId(), tokenHash, userId: user?.id ?? null, expiresAt, now: now() });
  if (!user) return;
  mail.send(resetLetter({ to: user.email, link: resetLink(settings, token) })).then(
    ({ sent }) => {
      if (!sent)
        log.warn(
          { userId: user.id },
          "a person asked for a new password, but SMTP_URL is not set: an admin can make the link under Settings, People",
        );
    },
    (error: unknown) => log.error({ err: error }, "the mail server refused a letter"),
  );
}
