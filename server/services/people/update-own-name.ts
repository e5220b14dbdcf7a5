import { updateUserName } from "#db/queries/users.ts";
import type { SignedIn } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { isDemoVisitor } from "../workspaces/demo-visitor.ts";

/** Changes the name that others see. Lines already in a log of changes keep the old one. @throws AppError DEMO_CANNOT */
export async function updateOwnName({ store, user, now }: SignedIn, { name }: { name: string }): Promise<void> {
  if (isDemoVisitor(user)) throw new AppError("DEMO_CANNOT");
  await store.within({ userId: user.id }, (tx) => updateUserName(tx, { userId: user.id, name, now: now() }));
}
