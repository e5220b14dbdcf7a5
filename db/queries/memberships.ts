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
