import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { may, offInDemo, type Permission } from "#server/permissions.ts";
import type { RequestContext } from "./trpc.ts";

/**
 * The context of a person who may do this in the chosen workspace.
 *
 * @throws AppError SIGN_IN_NEEDED, WORKSPACE_NEEDED, PERMISSION_MISSING, DEMO_CANNOT
 */
export function authorize(asked: RequestContext, permission: Permission): RequestContext & Context {
  const { user, workspace } = asked;
  if (!user) throw new AppError("SIGN_IN_NEEDED");
  if (!workspace) throw new AppError("WORKSPACE_NEEDED");
  const { id: workspaceId, role, demo } = workspace;
  if (!may(role, permission)) throw new AppError("PERMISSION_MISSING");
  if (demo && offInDemo(permission)) throw new AppError("DEMO_CANNOT");
  const log = asked.log.child({ workspaceId, userId: user.id });
  return { ...asked, log, user, workspaceId, role, actor: { type: "user", userId: user.id, name: user.name } };
}
