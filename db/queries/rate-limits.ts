import type { Db } from "#db/client.ts";

/**
 * Counts one try in one statement, so that processes share the count.
 *
 * @returns tries in the running window, this one included, and when the window began
 */
export async function countTry(
  db: Db,
  { key, now, windowSeconds }: { key: string; now: Date; windowSeconds: number },
): Promise<{ tries: number; startedAt: Date }> {
  const cutoff = new Date(now.getTime() - windowSeconds * 1000);
  return db
    .insertInto("auth_rate_limit")
    .values({ key, tries: 1, window_started_at: now })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet((eb) => {
        const over = eb("auth_rate_limit.window_started_at", "<=", cutoff);
        return {
          tries: eb
            .case()
            .when(over)
            .then(1)
            .else(eb("auth_rate_limit.tries", "+", 1))
            .end(),
          window_started_at: eb.case().when(over).then(now).else(eb.ref("auth_rate_limit.window_started_at")).end(),
        };
      }),
    )
    .returning(["tries", "window_started_at as startedAt"])
    .executeTakeFirstOrThrow();
}

/** Forgets windows that began before the moment given. */
export async function deleteOldTries(db: Db, { before }: { before: Date }): Promise<void> {
  await db.deleteFrom("auth_rate_limit").where("window_started_at", "<", before).execute();
}
