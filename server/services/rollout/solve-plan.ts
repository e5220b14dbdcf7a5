import { orderSteps } from "#server/domain/rollout/compare-orders.ts";
import { fitOrder } from "#server/domain/rollout/fit-order.ts";
import { splitIntoBlocks } from "#server/domain/rollout/blocks.ts";
import { phasesOf, type Phase } from "#server/domain/rollout/phases.ts";
import { planProblems } from "#server/domain/rollout/plan-problems.ts";
import { toProblem } from "#server/domain/rollout/problem.ts";
import type { SearchLimits } from "#server/domain/rollout/set-search.ts";
import { solve, type Solution } from "#server/domain/rollout/solve.ts";
import { dayAfterWeeks, toRolloutPlan, type StoredPlan } from "#server/domain/rollout/stored-plan.ts";
import { AppError } from "#server/errors.ts";

/** What fits into a request: some hundredths of a second. Nearly every plan of a team is proven best within it. */
const QUICK: Partial<SearchLimits> = { maxStates: 20_000 };

/**
 * The best order of what is left to build; null when nothing is.
 *
 * @throws AppError INPUT_INVALID naming the items when the plan cannot be ordered (a cycle, pins that cannot all hold, ...)
 */
export function solvePlan(stored: StoredPlan, built: readonly string[], limits: Partial<SearchLimits> = QUICK): Solution | null {
  const plan = toRolloutPlan(stored, { built });
  const problems = planProblems(plan);
  if (problems.length > 0) {
    const message = problems.map((problem) => problem.message).join(" ");
    const path = {
      cycle: "prerequisites",
      "unknown-prerequisite": "prerequisites",
      "excluded-prerequisite": "prerequisites",
      pins: "pinnedPosition",
    };
    const fields = problems.flatMap(({ code, message: text }) =>
      code === "number" || code === "too-many-items" || code === "duplicate-id" ? [] : [{ path: path[code], message: text }],
    );
    throw new AppError("INPUT_INVALID", message, { fields: fields.slice(0, 1), details: { problems } });
  }
  const problem = toProblem(plan);
  return problem.ids.length === 0 ? null : solve(problem, limits);
}

/** Ids in the order the team follows: its own where it made one, the best one found otherwise. */
export function followedOrder(stored: StoredPlan, solution: Solution | null, built: readonly string[]): string[] {
  const plan = toRolloutPlan(stored, { built });
  if (stored.ownOrder !== null) return fitOrder(plan, stored.ownOrder);
  const { ids } = toProblem(plan);
  return solution?.order.map((item) => ids[item]).filter((id) => id !== undefined) ?? [];
}

export type PlannedItem = { itemId: string; startDay: string; builtDay: string; liveDay: string };

/** When each item that is left will be worked on, built and live, in the order the team follows. */
export function plannedDays(stored: StoredPlan, solution: Solution | null, built: readonly string[]): PlannedItem[] {
  const plan = toRolloutPlan(stored, { built });
  const problem = toProblem(plan);
  const order = followedOrder(stored, solution, built).map((id) => problem.ids.indexOf(id));
  const day = (week: number) => dayAfterWeeks(stored.startsOn, week);
  return orderSteps(plan, problem, order).map(({ id, startWeek, endWeek, liveWeek }) => ({
    itemId: id,
    startDay: day(startWeek),
    builtDay: day(endWeek),
    liveDay: day(liveWeek),
  }));
}

/** The phases of the whole plan, with what is built already: a phase does not change its members because one of them is finished. */
export function phasesOfPlan(stored: StoredPlan, order: readonly string[]): Phase[] {
  const plan = toRolloutPlan(stored);
  const problem = toProblem(plan);
  const { blocks } = splitIntoBlocks(
    problem,
    problem.ids.map((_, item) => item),
  );
  return phasesOf(plan, { blocks, order: order.map((id) => problem.ids.indexOf(id)) }).phases;
}
