import type { Tx } from "#db/client.ts";
import { insertPlanVersion } from "#db/queries/rollout-plans.ts";
import type { Actor, Services } from "#server/context.ts";
import { fitOrder } from "#server/domain/rollout/fit-order.ts";
import { toRolloutPlan, type StoredPlan } from "#server/domain/rollout/stored-plan.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";
import { plannedDays, solvePlan } from "./solve-plan.ts";

type Saver = Pick<Services, "newId" | "now" | "queue"> & { workspaceId: string; actor: Actor };

/**
 * Keeps a new version of the plan with its best order, and starts a longer search where the quick one proved nothing.
 *
 * @param reason what was changed, as a person reads it in the list of versions
 * @returns the number of the version
 * @throws AppError INPUT_INVALID when the plan cannot be ordered
 */
export async function savePlan(
  context: Saver,
  tx: Tx,
  {
    planId,
    version,
    stored,
    built,
    reason,
  }: { planId: string; version: number; stored: StoredPlan; built: readonly string[]; reason: string },
): Promise<number> {
  const { workspaceId, actor, newId, now } = context;
  const solution = solvePlan(stored, built);
  const ownOrder = stored.ownOrder && fitOrder(toRolloutPlan(stored, { built }), stored.ownOrder);
  const days = new Map(plannedDays({ ...stored, ownOrder }, solution, built).map(({ itemId, builtDay }) => [itemId, builtDay]));
  const items = stored.items.map((item) => ({ ...item, firstPlannedDay: item.firstPlannedDay ?? days.get(item.id) ?? null }));
  const body: StoredPlan = { ...stored, ownOrder, items };
  await insertPlanVersion(tx, { workspaceId, planId, versionId: newId(), version, body, solution, reason, actor, now: now() });
  await recordChange(tx, {
    ...context,
    noun: "rollout plan",
    nounId: planId,
    verb: version === 1 ? "create" : "update",
    before: version === 1 ? null : { version: version - 1 },
    after: { version, reason },
  });
  if (solution && !solution.proven)
    await startJob(context, tx, { name: "optimise-rollout", title: "Search for the best rollout order", subjectId: planId, payload: {} });
  return version;
}
