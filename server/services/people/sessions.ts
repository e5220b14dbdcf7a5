import { deleteSession, deleteSessions, listSessionRows } from "#db/queries/sessions.ts";
import type { SignedIn } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { deviceName } from "./device-name.ts";

/** One's own sessions, the last used first; which of them is this one. */
export async function listSessions({ store, user, now }: SignedIn) {
  const rows = await listSessionRows(store.db, { userId: user.id, now: now() });
  return rows.map(({ userAgent, ...row }) => ({ ...row, device: deviceName(userAgent ?? ""), current: row.id === user.sessionId }));
}

/** Ends one of one's own sessions. @throws AppError NOT_FOUND */
export async function endSession({ store, user }: SignedIn, { sessionId }: { sessionId: string }): Promise<void> {
  if (!(await deleteSession(store.db, { userId: user.id, id: sessionId })))
    throw new AppError("NOT_FOUND", "This session has ended already.");
}

/** Ends all of one's sessions but this one. @returns how many */
export const endOtherSessions = async ({ store, user }: SignedIn): Promise<{ ended: number }> => ({
  ended: await deleteSessions(store.db, { userId: user.id, keepId: user.sessionId }),
});
