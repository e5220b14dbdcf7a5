import { insertRolloutStatus, upsertRolloutItem } from "#db/queries/rollout-items.ts";
import { updatePlanSolution } from "#db/queries/rollout-plans.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { getItem, lockPlan } from "./load-plan.ts";
import { mustWorkOn } from "./may-work-on.ts";
import { isBuilt } from "./plan-schema.ts";
import { solvePlan } from "./solve-plan.ts";
import { startPlaybook } from "./start-playbook.ts";

export type SetItemState = { itemId: string; state: "planned" | "working" | "built"; actualEffortDays: number | null };

/**
 * Says how far an item is. `working` starts the playbook of its workflow in stage back-test. `built` waits for its gate to hold; without
 * a gate it is done at once. Only the gate makes an item with a gate done.
 *
 * @throws AppError CONFLICT when something it needs is not built yet, PERMISSION_MISSING
 */
export async function setItemState(context: Context, { itemId, state, actualEffortDays }: SetItemState): Promise<void> {
  const { store, workspaceId, actor, newId, now } = context;
  const begun = await store.within({ workspaceId }, async (tx) => {
    const plan = await lockPlan(tx, { workspaceId });
    const item = getItem(plan, itemId);
    mustWorkOn(context, plan, { itemId });
    const there = new Set([...plan.built, ...plan.stored.items.filter(({ alreadyThere }) => alreadyThere !== null).map(({ id }) => id)]);
    const missing = plan.stored.items.filter(({ id }) => item.prerequisites.includes(id) && !there.has(id));
    if (state === "built" && missing.length > 0)
      throw new AppError(
        "CONFLICT",
        `"${item.title}" needs ${missing.map(({ title }) => `"${title}"`).join(" and ")} first: mark that as built before it.`,
      );
    const relying = plan.stored.items.filter(({ id, prerequisites }) => plan.built.includes(id) && prerequisites.includes(itemId));
    if (state !== "built" && relying.length > 0)
      throw new AppError(
        "CONFLICT",
        `${relying.map(({ title }) => `"${title}"`).join(" and ")} is built and needs "${item.title}": change that first.`,
      );

    const before = plan.progress.find((row) => row.itemId === itemId);
    if (before?.state === state && before.actualEffortDays === actualEffortDays) return item;
    const reached = state === "built" && item.gate === null ? "done" : state;
    await upsertRolloutItem(tx, {
      workspaceId,
      planId: plan.planId,
      itemId,
      state: reached,
      startedAt: state === "planned" ? null : (before?.startedAt ?? now()),
      builtAt: state === "built" ? (before?.builtAt ?? now()) : null,
      doneAt: reached === "done" ? now() : null,
      actualEffortDays: state === "built" ? actualEffortDays : null,
    });
    const reason = item.gate === null || state !== "built" ? "Set by hand" : `Built; its gate has to hold for ${item.gate.holdDays} days`;
    await insertRolloutStatus(tx, { workspaceId, planId: plan.planId, itemId, id: newId(), state: reached, reason, actor, now: now() });

    const built = [...plan.built.filter((id) => id !== itemId), ...(isBuilt(reached) ? [itemId] : [])];
    const solution = solvePlan(plan.stored, built);
    await updatePlanSolution(tx, { workspaceId, planId: plan.planId, version: plan.version, solution });
    return item;
  });
  // After the commit, and again when the same is said again: a crash in between leaves no item without its playbook.
  if (state === "working") await startPlaybook(context, begun);
}
