import type { Context } from "#server/context.ts";
import { getItem, lockPlan } from "./load-plan.ts";
import { savePlan } from "./save-plan.ts";

/** Takes an item out of the plan, and out of what others need. Its tasks and comments stay with the versions that held it. */
export async function removeItem(context: Context, { version, itemId }: { version: number; itemId: string }): Promise<{ version: number }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const present = await lockPlan(tx, { workspaceId, version });
    const { title } = getItem(present, itemId);
    const items = present.stored.items
      .filter(({ id }) => id !== itemId)
      .map((item) => ({ ...item, prerequisites: item.prerequisites.filter((id) => id !== itemId) }));
    const built = present.built.filter((id) => id !== itemId);
    const stored = { ...present.stored, items };
    return { version: await savePlan(context, tx, { ...present, built, version: version + 1, stored, reason: `Removed "${title}"` }) };
  });
}
