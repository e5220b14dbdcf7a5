import { findOldestUser } from "#db/queries/users.ts";
import type { Services } from "#server/context.ts";
import { DEMO_VISITOR } from "../workspaces/demo-visitor.ts";

/** The first person of the installation: who set it up. @throws Error when nobody has */
export async function findFirstOwner({ store }: Pick<Services, "store">): Promise<{ userId: string; name: string }> {
  const user = await findOldestUser(store.db, { besides: DEMO_VISITOR.id });
  if (!user) throw new Error("Nobody has set this installation up yet: open its address and set it up, then run this again.");
  return { userId: user.id, name: user.name };
}
