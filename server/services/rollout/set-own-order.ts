import type { Context } from "#server/context.ts";
import { orderProblem } from "#server/domain/rollout/schedule.ts";
import { toProblem } from "#server/domain/rollout/problem.ts";
import { withoutPins } from "#server/domain/rollout/compare-orders.ts";
import { toRolloutPlan } from "#server/domain/rollout/stored-plan.ts";
import { AppError } from "#server/errors.ts";
import { lockPlan } from "./load-plan.ts";
import { savePlan } from "./save-plan.ts";

/**
 * Follows an order made by hand from now on; null goes back to the best one.
 *
 * @param order ids of everything that is left to build, each after what it needs
 * @throws AppError INPUT_INVALID when the order cannot be carried out, CONFLICT when the plan was changed meanwhile
 */
export async function setOwnOrder(
  context: Context,
  { version, order }: { version: number; order: string[] | null },
): Promise<{ version: number }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const present = await lockPlan(tx, { workspaceId, version });
    const { stored, built } = present;
    if (order !== null) {
      const problem = withoutPins(toProblem(toRolloutPlan(stored, { built })));
      const trouble = orderProblem(
        problem,
        order.map((id) => problem.ids.indexOf(id)),
      );
      if (trouble !== null) throw new AppError("INPUT_INVALID", `This order cannot be carried out: ${trouble}.`);
    }
    const reason = order === null ? "Went back to the optimal order" : "Followed an own order";
    return { version: await savePlan(context, tx, { ...present, version: version + 1, stored: { ...stored, ownOrder: order }, reason }) };
  });
}
