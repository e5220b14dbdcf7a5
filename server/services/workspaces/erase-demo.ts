import { deleteUser } from "#db/queries/users.ts";
import { eraseWorkspaceOfScope, lockDemo } from "#db/queries/workspaces.ts";
import type { SignedIn } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { listOwnWorkspaces } from "../people/list-own-workspaces.ts";
import { DEMO_VISITOR } from "./demo-visitor.ts";

/**
 * Deletes the demo workspace with all its data, and its visitor with every session. Entering the demo again makes a new one.
 * Anyone who is in the demo may do it.
 *
 * @throws AppError NOT_FOUND when the person is in no demo workspace
 */
export async function eraseDemo(services: SignedIn): Promise<void> {
  const { store, user, log } = services;
  const demo = (await listOwnWorkspaces(services, { userId: user.id })).find((workspace) => workspace.demo);
  if (!demo) throw new AppError("NOT_FOUND", "You are in no demo workspace.");
  await store.within({ workspaceId: demo.workspaceId }, async (tx) => {
    await lockDemo(tx);
    await eraseWorkspaceOfScope(tx);
    await deleteUser(tx, { userId: DEMO_VISITOR.id });
  });
  log.info({ workspaceId: demo.workspaceId, userId: user.id }, "the demo was erased");
}
