import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";

/** The chosen workspace with its settings. @throws AppError NOT_FOUND when it was erased meanwhile */
export async function getWorkspace({ store, workspaceId }: Context) {
  const workspace = await store.within({ workspaceId }, (tx) => findWorkspace(tx, { workspaceId }));
  if (!workspace) throw new AppError("NOT_FOUND", "This workspace does not exist any more.");
  return workspace;
}
