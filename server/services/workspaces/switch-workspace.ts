import type { SignedIn } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { listOwnWorkspaces } from "../people/list-own-workspaces.ts";

/** Checks that the person may enter the workspace. @throws AppError NOT_FOUND, the same for one that exists and one that does not */
export async function switchWorkspace(services: SignedIn, { workspaceId }: { workspaceId: string }): Promise<void> {
  const own = await listOwnWorkspaces(services, { userId: services.user.id });
  if (!own.some((workspace) => workspace.workspaceId === workspaceId)) throw new AppError("NOT_FOUND", "You are in no such workspace.");
}
