import type { Db } from "#db/client.ts";

const name = (tokenHash: string) => `reset-password:${tokenHash}`;

/** Keeps the hash of a reset link. `userId` is null for an address nobody has: the same work is then done for nothing. */
export async function insertResetLink(
  db: Db,
  { id, tokenHash, userId, expiresAt, now }: { id: string; tokenHash: string; userId: string | null; expiresAt: Date; now: Date },
): Promise<void> {
  await db.deleteFrom("auth_verification").where("expires_at", "<=", now).execute();
  await db
    .insertInto("auth_verification")
    .values({ id, identifier: name(tokenHash), value: userId ?? "", expires_at: expiresAt, created_at: now, updated_at: now })
    .execute();
}

/** Whose link it is; undefined when it does not hold. */
export async function findResetLink(db: Db, { tokenHash, now }: { tokenHash: string; now: Date }): Promise<string | undefined> {
  const row = await db
    .selectFrom("auth_verification")
    .select("value")
    .where("identifier", "=", name(tokenHash))
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row?.value === "" ? undefined : row?.value;
}

/** Uses the link up: of two at once only one gets the person. */
export async function takeResetLink(db: Db, { tokenHash, now }: { tokenHash: string; now: Date }): Promise<string | undefined> {
  const row = await db
    .deleteFrom("auth_verification")
    .where("identifier", "=", name(tokenHash))
    .where("expires_at", ">", now)
    .returning("value")
    .executeTakeFirst();
  return row?.value === "" ? undefined : row?.value;
}

/** Other links of the person stop working once one was used. */
export async function deleteResetLinks(db: Db, { userId }: { userId: string }): Promise<void> {
  await db.deleteFrom("auth_verification").where("value", "=", userId).where("identifier", "like", "reset-password:%").execute();
}
