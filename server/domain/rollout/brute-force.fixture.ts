import type { RolloutPlan } from "./plan.ts";

/**
 * The best total over every order (and, with several teams, every way to hand items to teams), from the plan itself and by
 * its plain definition: nothing is shared with the search, its curves or its schedule.
 *
 * @returns for `waiting` minus the sum of weekly value times days until built; for `saved` minor units saved by the horizon
 */
export function bruteForceTotal(plan: RolloutPlan): number {
  const { items, teams, learningFactor, buildDaysPerWeek } = plan;
  const indexOf = new Map(items.map((item, index) => [item.id, index]));
  const needs = items.map((item) => item.prerequisites.map((id) => indexOf.get(id)!));
  const relatives = items.map(({ family }) => items.flatMap((other, at) => (family !== undefined && other.family === family ? [at] : [])));
  const earliestDay = items.map((item) => (item.earliestStartWeek ?? 0) * buildDaysPerWeek);
  const pinned = items.map((item) => items.findIndex((other) => other.pinnedPosition === items.indexOf(item) + 1));
  const isPinned = items.map(({ pinnedPosition }) => pinnedPosition !== undefined);
  const worths = items.map(() => new Map<number, number>());
  const ends: number[] = items.map(() => -1);
  const freeAt = Array.from({ length: teams }, () => 0);
  let best = Number.NEGATIVE_INFINITY;
  // Learning and pins go by the order of starts, so then an item may not start before the one ahead of it.
  const inStartOrder = teams > 1 && (learningFactor < 1 || items.some((item) => item.pinnedPosition !== undefined));
  const place = (position: number, total: number, lastStart: number) => {
    if (position === items.length) {
      best = Math.max(best, total);
      return;
    }
    for (let index = 0; index < items.length; index += 1) {
      if (ends[index]! >= 0 || (pinned[position] !== index && (pinned[position]! >= 0 || isPinned[index]!))) continue;
      let ready = earliestDay[index]!;
      for (const needed of needs[index]!) ready = ends[needed]! < 0 ? Number.POSITIVE_INFINITY : Math.max(ready, ends[needed]!);
      if (ready === Number.POSITIVE_INFINITY) continue;
      let days = items[index]!.effortDays;
      for (const relative of relatives[index]!) if (ends[relative]! >= 0) days *= learningFactor;
      for (let team = 0; team < teams; team += 1) {
        const wasFree = freeAt[team]!;
        const start = Math.max(wasFree, ready, inStartOrder ? lastStart : 0);
        const end = start + days;
        let worth = worths[index]!.get(end);
        if (worth === undefined) worths[index]!.set(end, (worth = worthOf(plan, items[index]!.valuePerWeekMinor, end)));
        ends[index] = end;
        freeAt[team] = end;
        place(position + 1, total + worth, start);
        ends[index] = -1;
        freeAt[team] = wasFree;
      }
    }
  };
  place(0, 0, 0);
  return best;
}

function worthOf(plan: RolloutPlan, valuePerWeekMinor: number, endDay: number): number {
  if (plan.objective === "waiting") return -valuePerWeekMinor * endDay;
  let live = endDay / plan.buildDaysPerWeek;
  for (const window of plan.freezeWindows) if (live >= window.fromWeek && live < window.toWeek) live = window.toWeek;
  return live >= plan.horizonWeeks ? 0 : valuePerWeekMinor * rampArea(plan, plan.horizonWeeks - live);
}

/** Trapezoids between all corners of the ramp up to `weeks`; every corner of the fixtures lies on a quarter week or is the end. */
function rampArea({ ramp }: RolloutPlan, weeks: number): number {
  const corners = [0, ...ramp.map((point) => point.weeksLive), weeks].filter((week) => week <= weeks).sort((a, b) => a - b);
  const share = (week: number) => {
    if (ramp.length === 0) return 1;
    const after = ramp.find((point) => point.weeksLive >= week);
    if (after === undefined) return ramp.at(-1)!.share;
    const before = ramp.findLast((point) => point.weeksLive < week) ?? { weeksLive: 0, share: 0 };
    return before.share + ((after.share - before.share) * (week - before.weeksLive)) / (after.weeksLive - before.weeksLive || 1);
  };
  return corners.slice(1).reduce((area, week, index) => area + ((share(week) + share(corners[index]!)) / 2) * (week - corners[index]!), 0);
}
