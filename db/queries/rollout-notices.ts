import type { Tx } from "#db/client.ts";

/** False when the person was told of this occasion already. */
export async function insertRolloutNotice(
  tx: Tx,
  {
    workspaceId,
    id,
    userId,
    occasion,
    text,
    href,
    now,
  }: { workspaceId: string; id: string; userId: string; occasion: string; text: string; href: string; now: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("rollout_notice")
    .values({ workspace_id: workspaceId, id, user_id: userId, occasion, text, href, at: now })
    .onConflict((conflict) => conflict.columns(["workspace_id", "user_id", "occasion"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** A person's notices, newest first. At most 50. */
export function listRolloutNotices(tx: Tx, { workspaceId, userId }: { workspaceId: string; userId: string }) {
  return tx
    .selectFrom("rollout_notice")
    .select(["id", "text", "href", "at", "read_at as readAt"])
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .orderBy("id", "desc")
    .limit(50)
    .execute();
}

export async function markNoticesRead(
  tx: Tx,
  { workspaceId, userId, now }: { workspaceId: string; userId: string; now: Date },
): Promise<void> {
  await tx
    .updateTable("rollout_notice")
    .set({ read_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .where("read_at", "is", null)
    .execute();
}

/** A person's calendar feeds that still work, newest first. */
export function listOpenFeeds(tx: Tx, { workspaceId, userId }: { workspaceId: string; userId: string }) {
  return tx
    .selectFrom("rollout_feed")
    .select(["id", "created_at as createdAt"])
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .orderBy("id", "desc")
    .execute();
}

export async function insertRolloutFeed(
  tx: Tx,
  { workspaceId, id, userId, tokenHash, now }: { workspaceId: string; id: string; userId: string; tokenHash: string; now: Date },
): Promise<void> {
  await tx
    .insertInto("rollout_feed")
    .values({ workspace_id: workspaceId, id, user_id: userId, token_hash: tokenHash, created_at: now })
    .execute();
}

export async function revokeRolloutFeeds(
  tx: Tx,
  { workspaceId, userId, now }: { workspaceId: string; userId: string; now: Date },
): Promise<void> {
  await tx
    .updateTable("rollout_feed")
    .set({ revoked_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .execute();
}

/** The feed a token opens. Needs a scope with the token's hash, not the workspace. */
export function findFeedByToken(tx: Tx, { tokenHash }: { tokenHash: string }) {
  return tx
    .selectFrom("rollout_feed")
    .select(["workspace_id as workspaceId", "user_id as userId"])
    .where("token_hash", "=", tokenHash)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
}
