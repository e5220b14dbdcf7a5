import type { RolloutPlan } from "./plan.ts";

/** A total of the search as money in minor units: saved by the horizon, or (for `waiting`) lost while waiting, 0 or more. */
export function moneyOfTotal({ objective, buildDaysPerWeek }: RolloutPlan, total: number): number {
  return objective === "saved" ? Math.round(total) : Math.round(Math.max(0, -total) / buildDaysPerWeek);
}

/** What the second total falls short of the first, as money in minor units: the price of choosing it. */
export function priceOf({ objective, buildDaysPerWeek }: RolloutPlan, best: number, chosen: number): number {
  return Math.round((best - chosen) / (objective === "saved" ? 1 : buildDaysPerWeek));
}
