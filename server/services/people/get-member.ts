import type { Tx } from "#db/client.ts";
import { findMember } from "#db/queries/memberships.ts";
import { AppError } from "#server/errors.ts";
import { roleOf } from "#server/permissions.ts";

/** A person of the workspace. @throws AppError NOT_FOUND */
export async function getMember(tx: Tx, { workspaceId, userId }: { workspaceId: string; userId: string }) {
  const member = await findMember(tx, { workspaceId, userId });
  if (!member) throw new AppError("NOT_FOUND", "There is no such person in this workspace.");
  return { ...member, role: roleOf(member.role) };
}
