import type { Db } from "#db/client.ts";

/** Sessions that still hold, the last used first. */
export function listSessionRows(db: Db, { userId, now }: { userId: string; now: Date }) {
  return db
    .selectFrom("auth_session")
    .select([
      "id",
      "ip_address as ipAddress",
      "user_agent as userAgent",
      "created_at as createdAt",
      "updated_at as lastUsedAt",
      "expires_at as expiresAt",
    ])
    .where("user_id", "=", userId)
    .where("expires_at", ">", now)
    .orderBy("updated_at", "desc")
    .orderBy("id")
    .execute();
}

/** False when the person has no such session. */
export async function deleteSession(db: Db, { userId, id }: { userId: string; id: string }): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("auth_session").where("user_id", "=", userId).where("id", "=", id).executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Ends all sessions of a person, but the one to keep. @returns how many were ended */
export async function deleteSessions(db: Db, { userId, keepId }: { userId: string; keepId: string | null }): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("auth_session")
    .where("user_id", "=", userId)
    .$if(keepId !== null, (query) => query.where("id", "<>", keepId ?? ""))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
