import type { RolloutPlan } from "./plan.ts";
import { goLiveWeek, sortedRamp, weeksOfValue } from "./worth-curve.ts";

/** Money saved from the start of the plan to the end of that week, in minor units. */
export type SavingsPoint = { week: number; savedMinor: number };

/**
 * Savings that have added up by the end of each week from 0 to the horizon, with ramp and freeze windows.
 *
 * @param built when each item is built, in weeks from the start; an item that is missing is never built
 */
export function savingsCurve(plan: RolloutPlan, built: readonly { id: string; endWeek: number }[]): SavingsPoint[] {
  const live = goLiveWeek(plan);
  const ramp = sortedRamp(plan.ramp);
  const valueOf = new Map(plan.items.map((item) => [item.id, item.valuePerWeekMinor]));
  const lines = built.map(({ id, endWeek }) => ({ liveWeek: live(endWeek), value: valueOf.get(id) ?? 0 }));
  const weeks = Array.from({ length: Math.ceil(plan.horizonWeeks) + 1 }, (_, week) => Math.min(week, plan.horizonWeeks));
  return weeks.map((week) => ({
    week,
    savedMinor: Math.round(lines.reduce((saved, { liveWeek, value }) => saved + value * weeksOfValue(ramp, week - liveWeek), 0)),
  }));
}
