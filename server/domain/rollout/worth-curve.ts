import type { RampPoint, RolloutPlan } from "./plan.ts";

/**
 * What one unit of weekly value brings when the item is built at a given day: weeks of full value for `saved`, minus the days
 * waited for `waiting`. It never rises, so building earlier is never worse.
 */
export type WorthCurve = {
  at: (endDay: number) => number;
  /** The curve is a straight line from day 0 to this day. */
  straightUntilDay: number;
  /** A rate by which the curve falls at least, a day, everywhere from day 0 to the given day. */
  fallsAtLeast: (untilDay: number) => number;
};

/** The curve of "every day of waiting costs the same". */
export const waitingCurve: WorthCurve = {
  at: (endDay) => -endDay,
  straightUntilDay: Number.POSITIVE_INFINITY,
  fallsAtLeast: () => 1,
};

type Calendar = Pick<RolloutPlan, "objective" | "horizonWeeks" | "buildDaysPerWeek" | "ramp" | "freezeWindows">;

export function worthCurve(plan: Calendar): WorthCurve {
  if (plan.objective === "waiting") return waitingCurve;
  const { horizonWeeks, buildDaysPerWeek } = plan;
  const ramp = sortedRamp(plan.ramp);
  const goLive = goLiveWeek(plan);
  const rampedUpAfterWeeks = ramp.at(-1)?.weeksLive ?? 0;
  const fullShare = ramp.at(-1)?.share ?? 1;
  const firstFreezeWeek = Math.min(...plan.freezeWindows.filter((w) => w.toWeek > w.fromWeek).map((w) => w.fromWeek));
  // Later than this an end falls into a freeze window or finds no time left to ramp up before the horizon. An end exactly at
  // the start of a window is already frozen, so the line stops just before it.
  const straightUntilDay = Math.min(horizonWeeks - rampedUpAfterWeeks, firstFreezeWeek - 1e-9) * buildDaysPerWeek;
  return {
    at: (endDay) => weeksOfValue(ramp, horizonWeeks - goLive(endDay / buildDaysPerWeek)),
    straightUntilDay,
    fallsAtLeast: (untilDay) => {
      if (untilDay <= straightUntilDay) return fullShare / buildDaysPerWeek;
      return 0;
    },
  };
}

/** The week in which an item built at `week` goes live: at once, or when the freeze window it falls into ends. */
export function goLiveWeek(plan: Pick<RolloutPlan, "freezeWindows">): (week: number) => number {
  const windows = [...plan.freezeWindows].sort((a, b) => a.fromWeek - b.fromWeek);
  return (week) => {
    let live = week;
    for (const { fromWeek, toWeek } of windows) if (live >= fromWeek && live < toWeek) live = toWeek;
    return live;
  };
}

/** Full-value weeks that arrive in the first `weeksLive` weeks after go-live: the area under the ramp; 0 when not yet live. */
export function weeksOfValue(ramp: readonly RampPoint[], weeksLive: number): number {
  if (weeksLive <= 0) return 0;
  let area = 0;
  let from: RampPoint = { weeksLive: 0, share: ramp.length === 0 ? 1 : 0 };
  for (const point of ramp) {
    if (point.weeksLive >= weeksLive) {
      const share = from.share + ((point.share - from.share) * (weeksLive - from.weeksLive)) / (point.weeksLive - from.weeksLive);
      return area + ((from.share + share) / 2) * (weeksLive - from.weeksLive);
    }
    area += ((from.share + point.share) / 2) * (point.weeksLive - from.weeksLive);
    from = point;
  }
  return area + from.share * (weeksLive - from.weeksLive);
}

/** The points by time; between them the share is a straight line that starts at 0 on go-live unless a point says otherwise. */
export function sortedRamp(ramp: readonly RampPoint[]): RampPoint[] {
  return [...ramp].sort((a, b) => a.weeksLive - b.weeksLive);
}
