import type { RolloutItem, RolloutPlan } from "./plan.ts";

export function anItem(id: string, values: Partial<RolloutItem> = {}): RolloutItem {
  return { id, title: id, kind: "initiative", effortDays: 5, valuePerWeekMinor: 100, prerequisites: [], ...values };
}

/** One full-time team, no learning, no ramp, no freeze, a year's horizon. */
export function aPlan(items: readonly RolloutItem[], values: Partial<RolloutPlan> = {}): RolloutPlan {
  return {
    items,
    currency: "USD",
    objective: "waiting",
    horizonWeeks: 52,
    buildDaysPerWeek: 5,
    teams: 1,
    learningFactor: 1,
    ramp: [],
    freezeWindows: [],
    ...values,
  };
}
