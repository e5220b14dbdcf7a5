import { orderByScore, withoutPins } from "./compare-orders.ts";
import type { RolloutPlan } from "./plan.ts";
import { toProblem } from "./problem.ts";

/**
 * An order made by a person, fitted to the plan as it is now: items that are gone are dropped, new ones come last, and what an
 * item needs is pulled ahead of it. Unchanged where it already fits.
 *
 * @returns ids of all items that are not excluded, each after what it needs
 */
export function fitOrder(plan: RolloutPlan, order: readonly string[]): string[] {
  const problem = withoutPins(toProblem(plan));
  const places = problem.ids.map((id) => order.indexOf(id));
  const scores = places.map((place) => (place < 0 ? -order.length : -place));
  return orderByScore(problem, scores).map((item) => problem.ids[item]!);
}
