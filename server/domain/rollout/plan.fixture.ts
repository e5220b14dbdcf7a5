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

/**
 * A connector opens refunds and returns; labels stand alone. Value per build day: connector, refunds and returns together
 * $1,100 / 6 days = $183, labels $400 / 4 days = $100. Best order for least waiting: connector, refunds, returns, labels.
 */
export function connectorPlan(values: Partial<RolloutPlan> = {}): RolloutPlan {
  return aPlan(
    [
      anItem("labels", { title: "Labels", effortDays: 4, valuePerWeekMinor: 40_000, touchesPerWeek: 500, rulesShare: 0.9 }),
      anItem("connector", { title: "Connect the store", kind: "enabler", effortDays: 2, valuePerWeekMinor: 0 }),
      anItem("refunds", {
        title: "Refunds",
        effortDays: 2,
        valuePerWeekMinor: 60_000,
        prerequisites: ["connector"],
        touchesPerWeek: 200,
        rulesShare: 0.8,
      }),
      anItem("returns", {
        title: "Returns",
        effortDays: 2,
        valuePerWeekMinor: 50_000,
        prerequisites: ["connector"],
        touchesPerWeek: 100,
        rulesShare: 0.5,
      }),
    ],
    values,
  );
}
