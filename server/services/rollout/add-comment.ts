import { insertRolloutComment } from "#db/queries/rollout-items.ts";
import type { Context } from "#server/context.ts";
import { getItem, lockPlan } from "./load-plan.ts";
import { NO_NEWS, notify, sendNews } from "./notify.ts";

/** Says something about an item, for all to read; its owner is told. */
export async function addComment(context: Context, { itemId, text }: { itemId: string; text: string }): Promise<void> {
  const { store, workspaceId, user, actor, newId, now } = context;
  const news = await store.within({ workspaceId }, async (tx) => {
    const plan = await lockPlan(tx, { workspaceId });
    const { title } = getItem(plan, itemId);
    const id = newId();
    await insertRolloutComment(tx, { workspaceId, planId: plan.planId, itemId, id, text, author: actor, now: now() });
    const owner = plan.progress.find((row) => row.itemId === itemId)?.ownerUserId ?? null;
    if (owner === null || owner === user.id) return NO_NEWS;
    const href = `/roadmap/item?id=${encodeURIComponent(itemId)}`;
    return notify(tx, context, [{ userId: owner, occasion: `comment:${id}`, text: `${user.name} wrote about "${title}".`, href }]);
  });
  await sendNews(context, news);
}
