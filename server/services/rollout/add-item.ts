import type { Context } from "#server/context.ts";
import { ownItem } from "#server/domain/rollout/plan-from-audit.ts";
import { lockPlan } from "./load-plan.ts";
import { savePlan } from "./save-plan.ts";

export type NewItem = { title: string; kind: "initiative" | "enabler"; effortDays: number; valuePerWeekMinor: number };

/** Adds an item of one's own to the plan. @throws AppError CONFLICT when the plan was changed meanwhile */
export async function addItem(
  context: Context,
  { version, item }: { version: number; item: NewItem },
): Promise<{ version: number; itemId: string }> {
  const { store, workspaceId, newId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const present = await lockPlan(tx, { workspaceId, version });
    const minor = item.kind === "enabler" ? 0 : item.valuePerWeekMinor;
    const added = ownItem({ ...item, id: newId(), valuePerWeekMinor: { low: minor, point: minor, high: minor } });
    const stored = { ...present.stored, items: [...present.stored.items, added] };
    const saved = await savePlan(context, tx, { ...present, version: version + 1, stored, reason: `Added "${item.title}"` });
    return { version: saved, itemId: added.id };
  });
}
