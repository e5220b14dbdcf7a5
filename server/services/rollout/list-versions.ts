import { findPlanVersion, listPlanVersions } from "#db/queries/rollout-plans.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { findPlan, lockPlan } from "./load-plan.ts";
import { StoredPlanShape } from "./plan-schema.ts";
import { savePlan } from "./save-plan.ts";

/** The plan's versions, newest first; [] before one was made. */
export const listVersions = ({ store, workspaceId }: Context) =>
  store.within({ workspaceId }, async (tx) => {
    const plan = await findPlan(tx, { workspaceId });
    const versions = plan ? await listPlanVersions(tx, { workspaceId, planId: plan.planId }) : [];
    return versions.map(({ actor, ...version }) => ({ ...version, by: nameOfActor(actor) }));
  });

/** Makes an earlier version the newest one again. @throws AppError NOT_FOUND when there is no such version, CONFLICT */
export async function restoreVersion(
  context: Context,
  { version, restore }: { version: number; restore: number },
): Promise<{ version: number }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const plan = await lockPlan(tx, { workspaceId, version });
    const earlier = await findPlanVersion(tx, { workspaceId, planId: plan.planId, version: restore });
    if (!earlier) throw new AppError("NOT_FOUND", "There is no such version of the plan.");
    const stored = StoredPlanShape.parse(earlier.body);
    const built = plan.built.filter((id) => stored.items.some((item) => item.id === id));
    return {
      version: await savePlan(context, tx, { ...plan, built, version: version + 1, stored, reason: `Went back to version ${restore}` }),
    };
  });
}
