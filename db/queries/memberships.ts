import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

/** The person's workspaces, by name. Needs a scope with the user, not the workspace. */
export function listOwnMemberships(tx: Tx, { userId }: { userId: string }) {
  return tx
    .selectFrom("membership as m")
    .innerJoin("workspace as w", "w.workspace_id", "m.workspace_id")
    .select(["w.workspace_id as workspaceId", "w.name", "w.demo", "m.role"])
    .where("m.user_id", "=", userId)
    .orderBy("w.name")
    .orderBy("w.workspace_id")
    .execute();
}

/** People of the workspace, by name, with the last use of any of their sessions. */
export function listMembers(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("membership as m")
    .innerJoin("auth_user as u", "u.id", "m.user_id")
    .select(["u.id as userId", "u.name", "u.email", "m.role", "m.created_at as since"])
    .select((eb) =>
      eb
        .selectFrom("auth_session as s")
        .select((inner) => inner.fn.max("s.updated_at").as("last"))
        .whereRef("s.user_id", "=", "u.id")
        .as("lastSeenAt"),
    )
    .where("m.workspace_id", "=", workspaceId)
    .orderBy(sql`lower(u.name)`)
    .orderBy("u.id")
    .execute();
}

export function findMember(tx: Tx, { workspaceId, userId }: { workspaceId: string; userId: string }) {
  return tx
    .selectFrom("membership as m")
    .innerJoin("auth_user as u", "u.id", "m.user_id")
    .select(["u.id as userId", "u.name", "u.email", "m.role"])
    .where("m.workspace_id", "=", workspaceId)
    .where("m.user_id", "=", userId)
    .executeTakeFirst();
}

export function findMemberByEmail(tx: Tx, { workspaceId, email }: { workspaceId: string; email: string }) {
  return tx
    .selectFrom("membership as m")
    .innerJoin("auth_user as u", "u.id", "m.user_id")
    .select(["u.id as userId", "u.name"])
    .where("m.workspace_id", "=", workspaceId)
    .where("u.email", "=", email)
    .executeTakeFirst();
}

/** False when the person is in the workspace already. */
export async function insertMembership(
  tx: Tx,
  { workspaceId, userId, role, now }: { workspaceId: string; userId: string; role: string; now: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("membership")
    .values({ workspace_id: workspaceId, user_id: userId, role, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateMemberRole(
  tx: Tx,
  { workspaceId, userId, role }: { workspaceId: string; userId: string; role: string },
): Promise<void> {
  await tx.updateTable("membership").set({ role }).where("workspace_id", "=", workspaceId).where("user_id", "=", userId).execute();
}

export async function deleteMembership(tx: Tx, { workspaceId, userId }: { workspaceId: string; userId: string }): Promise<void> {
  await tx.deleteFrom("membership").where("workspace_id", "=", workspaceId).where("user_id", "=", userId).execute();
}

/** Owners of the workspace. Lock the workspace first, or another transaction may change the answer. */
export async function countOwners(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<number> {
  const { owners } = await tx
    .selectFrom("membership")
    .select((eb) => eb.fn.countAll<number>().as("owners"))
    .where("workspace_id", "=", workspaceId)
    .where("role", "=", "owner")
    .executeTakeFirstOrThrow();
  return owners;
}
