import { findMember } from "#db/queries/memberships.ts";
import { upsertRolloutItem } from "#db/queries/rollout-items.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { getItem, lockPlan } from "./load-plan.ts";
import { NO_NEWS, notify, sendNews } from "./notify.ts";

/** Gives an item to a person of the workspace, who is told; null takes it away. @throws AppError NOT_FOUND when they are not in the workspace */
export async function setOwner(context: Context, { itemId, userId }: { itemId: string; userId: string | null }): Promise<void> {
  const { store, workspaceId, user } = context;
  const news = await store.within({ workspaceId }, async (tx) => {
    const plan = await lockPlan(tx, { workspaceId });
    const { title } = getItem(plan, itemId);
    if (userId !== null && !(await findMember(tx, { workspaceId, userId })))
      throw new AppError("NOT_FOUND", "This person is not in the workspace.");
    const before = plan.progress.find((row) => row.itemId === itemId)?.ownerUserId ?? null;
    if (before === userId) return NO_NEWS;
    await upsertRolloutItem(tx, { workspaceId, planId: plan.planId, itemId, ownerUserId: userId });
    await recordChange(tx, {
      ...context,
      noun: "rollout item",
      nounId: itemId,
      verb: "assign",
      before: { ownerUserId: before },
      after: { ownerUserId: userId },
    });
    if (userId === null || userId === user.id) return NO_NEWS;
    const occasion = `owner:${itemId}:${context.newId()}`;
    return notify(tx, context, [{ userId, occasion, text: `${user.name} made you the owner of "${title}".`, href: "/roadmap/my-work" }]);
  });
  await sendNews(context, news);
}
