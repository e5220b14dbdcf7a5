import { insertResetLink } from "#db/queries/reset-links.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import type { Role } from "#server/permissions.ts";
import { recordChange } from "../changes/record-change.ts";
import { isDemoVisitor } from "../workspaces/demo-visitor.ts";
import { getMember } from "./get-member.ts";
import { listOwnWorkspaces } from "./list-own-workspaces.ts";
import { assertMayTouch } from "./role-rules.ts";
import { newLinkToken, resetLink } from "./secret-link.ts";

const LINK_HOURS = 24; // It is passed on by hand, which takes longer than a letter.

/**
 * A link by which a person of this workspace chooses a new password; shown once, to the admin who made it.
 * Whoever holds it can sign in as that person, so the admin must manage every workspace the person is in.
 *
 * @throws AppError NOT_FOUND, ROLE_TOO_HIGH, PERSON_ELSEWHERE
 */
export async function makeResetLink(context: Context, { userId }: { userId: string }): Promise<{ link: string; expiresAt: Date }> {
  const { store, workspaceId, user, now, newId, settings } = context;
  const member = await store.within({ workspaceId }, (tx) => getMember(tx, { workspaceId, userId }));
  assertMayTouch(context.role, member.role);
  if (isDemoVisitor({ id: userId })) throw new AppError("DEMO_CANNOT");
  const [theirs, own] = await Promise.all([listOwnWorkspaces(context, { userId }), listOwnWorkspaces(context, { userId: user.id })]);
  const roleIn = new Map<string, Role>(own.map((workspace) => [workspace.workspaceId, workspace.role]));
  const managed = theirs.every(
    ({ workspaceId: id, role, demo }) => demo || roleIn.get(id) === "owner" || (roleIn.get(id) === "admin" && role !== "owner"),
  );
  if (!managed) throw new AppError("PERSON_ELSEWHERE");

  const { token, tokenHash } = newLinkToken();
  const expiresAt = new Date(now().getTime() + LINK_HOURS * 3_600_000);
  await store.within({ workspaceId }, async (tx) => {
    await insertResetLink(tx, { id: newId(), tokenHash, userId, expiresAt, now: now() });
    await recordChange(tx, {
      ...context,
      noun: "person",
      nounId: userId,
      verb: "make reset link",
      before: null,
      after: { name: member.name },
    });
  });
  return { link: resetLink(settings, token), expiresAt };
}
