import { countOwners, updateMemberRole } from "#db/queries/memberships.ts";
import { lockWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import type { Role } from "#server/permissions.ts";
import { recordChange } from "../changes/record-change.ts";
import { getMember } from "./get-member.ts";
import { assertMayTouch } from "./role-rules.ts";

/** Gives a person another role. @throws AppError NOT_FOUND, ROLE_TOO_HIGH, LAST_OWNER */
export async function changeRole(context: Context, { userId, role }: { userId: string; role: Role }): Promise<void> {
  const { store, workspaceId } = context;
  await store.within({ workspaceId }, async (tx) => {
    await lockWorkspace(tx, { workspaceId }); // Two owners who demote each other at once must not both succeed.
    const member = await getMember(tx, { workspaceId, userId });
    assertMayTouch(context.role, member.role, role);
    if (member.role === role) return;
    if (member.role === "owner" && (await countOwners(tx, { workspaceId })) === 1) throw new AppError("LAST_OWNER");
    await updateMemberRole(tx, { workspaceId, userId, role });
    const before = { name: member.name, role: member.role };
    await recordChange(tx, { ...context, noun: "person", nounId: userId, verb: "change role", before, after: { ...before, role } });
  });
}
