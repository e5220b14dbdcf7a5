import { anyUserBesides, insertUser, upsertPassword } from "#db/queries/users.ts";
import { lockSetUp, type WorkspaceFields } from "#db/queries/workspaces.ts";
import type { Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { addWorkspace } from "../workspaces/add-workspace.ts";
import { DEMO_VISITOR } from "../workspaces/demo-visitor.ts";
import { maySetUp } from "./get-set-up-state.ts";
import { limitTries } from "./limit-tries.ts";
import { openFreshSession } from "./open-fresh-session.ts";

export type SetUp = { workspace: WorkspaceFields; name: string; email: string; password: string; setUpToken?: string | undefined };

/**
 * Makes the first owner with the first workspace and signs them in. Works once: of two at the same moment one gets ALREADY_SET_UP.
 *
 * @throws AppError ALREADY_SET_UP, SET_UP_TOKEN_NEEDED, RATE_LIMITED
 */
export async function setUp(
  visitor: Visitor,
  { workspace, name, email, password, setUpToken }: SetUp,
): Promise<{ workspaceId: string; setCookies: string[] }> {
  const { store, auth, now, newId } = visitor;
  await limitTries(visitor, "set-up");
  if (!maySetUp(visitor, setUpToken)) throw new AppError("SET_UP_TOKEN_NEEDED");
  const passwordHash = await auth.hashPassword(password);
  const userId = newId();
  const workspaceId = newId();
  await store.within({ workspaceId, userId }, async (tx) => {
    await lockSetUp(tx);
    if (await anyUserBesides(tx, { userId: DEMO_VISITOR.id })) throw new AppError("ALREADY_SET_UP");
    await insertUser(tx, { id: userId, name, email, now: now() });
    await upsertPassword(tx, { userId, passwordHash, now: now() });
    await addWorkspace(visitor, tx, { workspaceId, demo: false, creator: { userId, name, role: "owner" }, ...workspace });
  });
  return { workspaceId, setCookies: await openFreshSession(visitor, { userId }) };
}
