import type { WorkspaceFields } from "#db/queries/workspaces.ts";
import type { SignedIn } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { addWorkspace } from "./add-workspace.ts";
import { isDemoVisitor } from "./demo-visitor.ts";

/** Makes a further workspace, owned by the person who asks. @throws AppError DEMO_CANNOT */
export async function createWorkspace(services: SignedIn, fields: WorkspaceFields): Promise<{ workspaceId: string }> {
  const { store, newId, user } = services;
  if (isDemoVisitor(user)) throw new AppError("DEMO_CANNOT");
  const workspaceId = newId();
  const creator = { userId: user.id, name: user.name, role: "owner" as const };
  await store.within({ workspaceId, userId: user.id }, (tx) =>
    addWorkspace(services, tx, { workspaceId, demo: false, creator, ...fields }),
  );
  return { workspaceId };
}
