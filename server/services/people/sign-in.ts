import type { Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { limitTries } from "./limit-tries.ts";
import { endBrowserSession } from "./open-fresh-session.ts";

/**
 * Opens a session. An unknown address gets the same answer after the same work as a wrong password.
 *
 * @throws AppError SIGN_IN_FAILED, RATE_LIMITED
 */
export async function signIn(
  visitor: Visitor,
  { email, password }: { email: string; password: string },
): Promise<{ setCookies: string[] }> {
  await limitTries(visitor, "sign-in", { subject: email });
  const opened = await visitor.auth.signIn(visitor.headers, { email, password });
  if (!opened) throw new AppError("SIGN_IN_FAILED");
  await endBrowserSession(visitor);
  return { setCookies: opened.setCookies };
}
