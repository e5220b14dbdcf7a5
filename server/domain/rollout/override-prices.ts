import { priceOf } from "./money-of-total.ts";
import { planProblems } from "./plan-problems.ts";
import type { RolloutPlan } from "./plan.ts";
import { toProblem } from "./problem.ts";
import type { SearchLimits } from "./set-search.ts";
import { solve, type Solution } from "./solve.ts";
import { schedule } from "./schedule.ts";

/** What one decision of a person costs: how much better the best plan would be without it. */
export type OverridePrice = { itemId: string; kind: "pin" | "exclusion"; priceMinor: number; proven: boolean };

/**
 * The price of each pin, and by the horizon also of each exclusion, one at a time with all others kept. For least waiting an
 * exclusion has no price: what is never built is never waited for.
 */
export function overridePrices(plan: RolloutPlan, solution: Solution, limits: Partial<SearchLimits> = {}): OverridePrice[] {
  return plan.items.flatMap((item): OverridePrice[] => {
    const isPin = item.pinnedPosition !== undefined && !item.excluded;
    if (!isPin && !(item.excluded === true && plan.objective === "saved")) return [];
    const lifted = { ...item, pinnedPosition: isPin ? undefined : item.pinnedPosition, excluded: false };
    // An excluded item that comes back may need others that are still excluded; they come back with it.
    const comeBack = isPin ? new Set<string>() : withPrerequisites(plan, item.id);
    const items = plan.items.map((other) =>
      other.id === item.id ? lifted : comeBack.has(other.id) ? { ...other, excluded: false } : other,
    );
    const lifting = { ...plan, items };
    // What comes back may take a pinned place: then this decision cannot be lifted by itself and has no price of its own.
    if (planProblems(lifting).length > 0) return [];
    const without = solve(toProblem(lifting), limits);
    const priceMinor = Math.max(0, priceOf(plan, without.total, solution.total));
    return [{ itemId: item.id, kind: isPin ? "pin" : "exclusion", priceMinor, proven: without.proven && solution.proven }];
  });
}

/**
 * What an order made by hand costs against the best order found. Instant: nothing is searched.
 *
 * @param order ids of all items that are not excluded, each after what it needs
 */
export function priceOfOrder(plan: RolloutPlan, solution: Solution, order: readonly string[]): number {
  const problem = toProblem(plan);
  return priceOf(
    plan,
    solution.total,
    schedule(
      problem,
      order.map((id) => problem.ids.indexOf(id)),
    ).total,
  );
}

function withPrerequisites(plan: RolloutPlan, id: string): Set<string> {
  const byId = new Map(plan.items.map((item) => [item.id, item]));
  const all = new Set([id]);
  for (const at of all) for (const needed of byId.get(at)?.prerequisites ?? []) all.add(needed);
  return all;
}
