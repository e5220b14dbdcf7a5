import { findMember } from "#db/queries/memberships.ts";
import { insertRolloutTask } from "#db/queries/rollout-items.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { getItem, lockPlan } from "./load-plan.ts";
import { mustWorkOn } from "./may-work-on.ts";
import { NO_NEWS, notify, sendNews } from "./notify.ts";

export type NewTask = { itemId: string; title: string; dueOn: string | null; assigneeUserId: string | null };

/** Adds a task to an item and tells the one it is for. @throws AppError PERMISSION_MISSING, NOT_FOUND when they are not in the workspace */
export async function addTask(context: Context, { itemId, title, dueOn, assigneeUserId }: NewTask): Promise<{ taskId: string }> {
  const { store, workspaceId, user, actor, newId, now } = context;
  const taskId = newId();
  const news = await store.within({ workspaceId }, async (tx) => {
    const plan = await lockPlan(tx, { workspaceId });
    const item = getItem(plan, itemId);
    mustWorkOn(context, plan, { itemId });
    if (assigneeUserId !== null && !(await findMember(tx, { workspaceId, userId: assigneeUserId })))
      throw new AppError("NOT_FOUND", "This person is not in the workspace.");
    await insertRolloutTask(tx, {
      workspaceId,
      planId: plan.planId,
      itemId,
      id: taskId,
      title,
      dueOn,
      assigneeUserId,
      createdBy: actor,
      now: now(),
    });
    if (assigneeUserId === null || assigneeUserId === user.id) return NO_NEWS;
    const due = dueOn === null ? "" : `, due ${dueOn}`;
    const text = `${user.name} gave you a task for "${item.title}": ${title}${due}.`;
    return notify(tx, context, [{ userId: assigneeUserId, occasion: `task:${taskId}`, text, href: "/roadmap/my-work" }]);
  });
  await sendNews(context, news);
  return { taskId };
}
