import { deleteSession } from "#db/queries/sessions.ts";
import type { Visitor } from "#server/context.ts";

/** Opens a session for the person and ends the one this browser had: a cookie from before signing in is worth nothing after. */
export async function openFreshSession(visitor: Visitor, { userId }: { userId: string }): Promise<string[]> {
  await endBrowserSession(visitor);
  const { setCookies } = await visitor.auth.openSession(visitor.headers, { userId });
  return setCookies;
}

/** Ends the session this browser's cookie names, if any. */
export async function endBrowserSession({ store, auth, headers }: Visitor): Promise<void> {
  const { session } = await auth.current(headers, { renew: false });
  if (session) await deleteSession(store.db, { userId: session.user.id, id: session.sessionId });
}
