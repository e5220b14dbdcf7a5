import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { may } from "#server/permissions.ts";
import type { LoadedPlan } from "./load-plan.ts";

/**
 * Contributors work on what is theirs: items they own and tasks given to them. Those who manage the rollout work on everything.
 *
 * @throws AppError PERMISSION_MISSING
 */
export function mustWorkOn(
  { role, user }: Pick<Context, "role" | "user">,
  { progress }: Pick<LoadedPlan, "progress">,
  { itemId, assigneeUserId = null }: { itemId: string; assigneeUserId?: string | null },
): void {
  const owner = progress.find((item) => item.itemId === itemId)?.ownerUserId;
  if (may(role, "rollout.manage") || owner === user.id || assigneeUserId === user.id) return;
  throw new AppError(
    "PERMISSION_MISSING",
    "This is somebody else's: you work on items you own and tasks given to you. Ask an ops lead to make it yours.",
  );
}
