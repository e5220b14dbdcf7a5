import { eraseWorkspaceOfScope, lockWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";

/**
 * Deletes the workspace with everything in it, the log of changes too. What remains is a line in the server's log.
 *
 * @param confirmName the workspace's name, typed once more
 * @throws AppError INPUT_INVALID, NOT_FOUND
 */
export async function eraseWorkspace({ store, workspaceId, user, log }: Context, { confirmName }: { confirmName: string }): Promise<void> {
  await store.within({ workspaceId }, async (tx) => {
    const workspace = await lockWorkspace(tx, { workspaceId });
    if (!workspace) throw new AppError("NOT_FOUND", "This workspace does not exist any more.");
    if (workspace.name !== confirmName) {
      const message = `Type the name exactly as it is: ${workspace.name}.`;
      throw new AppError("INPUT_INVALID", message, { fields: [{ path: "confirmName", message }] });
    }
    await eraseWorkspaceOfScope(tx);
  });
  log.warn({ workspaceId, userId: user.id }, "a workspace was erased");
}
