import type { Db, Tx } from "#db/client.ts";

const columns = ["id", "name", "email"] as const;

/** By e-mail address in lower case. */
export function findUserByEmail(db: Db, { email }: { email: string }) {
  return db.selectFrom("auth_user").select(columns).where("email", "=", email).executeTakeFirst();
}

/** Whether any person exists besides the one named. */
export async function anyUserBesides(db: Db, { userId }: { userId: string }): Promise<boolean> {
  return (await db.selectFrom("auth_user").select("id").where("id", "<>", userId).limit(1).executeTakeFirst()) !== undefined;
}

export type NewUser = { id: string; name: string; email: string; now: Date };

/** False when the id or the address is taken. */
export async function insertUser(tx: Tx, { id, name, email, now }: NewUser): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("auth_user")
    .values({ id, name, email, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateUserName(tx: Tx, { userId, name, now }: { userId: string; name: string; now: Date }): Promise<void> {
  await tx.updateTable("auth_user").set({ name, updated_at: now }).where("id", "=", userId).execute();
}

export async function deleteUser(tx: Tx, { userId }: { userId: string }): Promise<void> {
  await tx.deleteFrom("auth_user").where("id", "=", userId).execute();
}

const PASSWORD = "credential"; // better-auth's name for an account by password

export async function findPasswordHash(db: Db, { userId }: { userId: string }): Promise<string | null> {
  const row = await db
    .selectFrom("auth_account")
    .select("password")
    .where("user_id", "=", userId)
    .where("provider_id", "=", PASSWORD)
    .executeTakeFirst();
  return row?.password ?? null;
}

/** Gives the person a password, or a new one. The account's id follows the person, so that there is one at most. */
export async function upsertPassword(
  tx: Tx,
  { userId, passwordHash, now }: { userId: string; passwordHash: string; now: Date },
): Promise<void> {
  await tx
    .insertInto("auth_account")
    .values({
      id: userId,
      user_id: userId,
      account_id: userId,
      provider_id: PASSWORD,
      password: passwordHash,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ password: passwordHash, updated_at: now }))
    .execute();
}

export function findOldestUser(db: Db, { besides }: { besides: string }) {
  return db
    .selectFrom("auth_user")
    .select(["id", "name"])
    .where("id", "<>", besides)
    .orderBy("created_at")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}
