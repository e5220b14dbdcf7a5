import { findWorkspace } from "#db/queries/workspaces.ts";
import type { SignedIn } from "#server/context.ts";
import { isPermission, may, offInDemo, PERMISSIONS, type Role } from "#server/permissions.ts";
import { isDemoVisitor } from "../workspaces/demo-visitor.ts";
import { listOwnWorkspaces } from "./list-own-workspaces.ts";

const ALL_PERMISSIONS = Object.keys(PERMISSIONS).filter(isPermission);

/** The person, the workspaces they may enter, and the chosen one with what they may do there; null when they are in none. */
export async function whoAmI(services: SignedIn, { workspace }: { workspace: { id: string; role: Role } | null }) {
  const { user } = services;
  const workspaces = await listOwnWorkspaces(services, { userId: user.id });
  const row =
    workspace && (await services.store.within({ workspaceId: workspace.id }, (tx) => findWorkspace(tx, { workspaceId: workspace.id })));
  const { id, name, email } = user;
  return {
    user: { id, name, email, demo: isDemoVisitor(user) },
    workspaces,
    workspace:
      row && workspace
        ? {
            ...row,
            role: workspace.role,
            permissions: ALL_PERMISSIONS.filter((permission) => may(workspace.role, permission) && !(row.demo && offInDemo(permission))),
          }
        : null,
  };
}
