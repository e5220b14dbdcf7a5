import { listOpenInvitations } from "#db/queries/invitations.ts";
import type { Context } from "#server/context.ts";

/** Invitations nobody has used yet, newest first, and whether each still works. */
export async function listInvitations({ store, workspaceId, now }: Context) {
  const rows = await store.within({ workspaceId }, (tx) => listOpenInvitations(tx, { workspaceId }));
  return rows.map((row) => ({ ...row, expired: row.expiresAt <= now() }));
}
