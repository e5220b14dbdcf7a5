import type { Tx } from "#db/client.ts";
import { countOwners, deleteMembership } from "#db/queries/memberships.ts";
import { lockWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { getMember } from "./get-member.ts";
import { assertMayTouch } from "./role-rules.ts";

/** Takes a person out of the workspace; from their next request on they see nothing of it. @throws AppError NOT_FOUND, ROLE_TOO_HIGH, LAST_OWNER */
export async function removePerson(context: Context, { userId }: { userId: string }): Promise<void> {
  await context.store.within({ workspaceId: context.workspaceId }, (tx) => takeOut(context, tx, { userId, verb: "remove" }));
}

/** Leaves the workspace. @throws AppError LAST_OWNER */
export async function leaveWorkspace(context: Context): Promise<void> {
  await context.store.within({ workspaceId: context.workspaceId }, (tx) =>
    takeOut(context, tx, { userId: context.user.id, verb: "leave" }),
  );
}

async function takeOut(context: Context, tx: Tx, { userId, verb }: { userId: string; verb: "remove" | "leave" }): Promise<void> {
  const { workspaceId } = context;
  await lockWorkspace(tx, { workspaceId });
  const member = await getMember(tx, { workspaceId, userId });
  if (verb === "remove") assertMayTouch(context.role, member.role);
  if (member.role === "owner" && (await countOwners(tx, { workspaceId })) === 1) throw new AppError("LAST_OWNER");
  await deleteMembership(tx, { workspaceId, userId });
  await recordChange(tx, {
    ...context,
    noun: "person",
    nounId: userId,
    verb,
    before: { name: member.name, role: member.role },
    after: null,
  });
}
