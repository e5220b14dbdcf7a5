import { findCycle } from "./find-cycle.ts";
import { MAX_ITEMS, type RolloutItem, type RolloutPlan } from "./plan.ts";
import { toProblem } from "./problem.ts";
import { allPrerequisites, canFinish } from "./start-orders.ts";

/** Why a plan cannot be ordered, with a sentence that says what to change and the items it is about. */
export type PlanProblem = {
  code: "number" | "too-many-items" | "duplicate-id" | "unknown-prerequisite" | "excluded-prerequisite" | "cycle" | "pins";
  message: string;
  itemIds: string[];
};

/** Largest effort of one item in build days: 40 years. Beyond it a typing error is likelier than a plan. */
const MAX_EFFORT_DAYS = 10_000;
/** Largest weekly value of one item in minor units: 10 billion dollars. Keeps all sums of a plan exact. */
const MAX_VALUE_PER_WEEK_MINOR = 1e12;
const MAX_TEAMS = 20;

/** Everything that keeps the plan from being ordered; empty when nothing does. The first kind of trouble found is complete. */
export function planProblems(plan: RolloutPlan): PlanProblem[] {
  for (const find of [numberProblems, identityProblems, prerequisiteProblems, cycleProblems, pinProblems]) {
    const found = find(plan);
    if (found.length > 0) return found;
  }
  return [];
}

function numberProblems(plan: RolloutPlan): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const need = (holds: boolean, message: string, item?: RolloutItem) => {
    if (!holds) problems.push({ code: "number", message, itemIds: item === undefined ? [] : [item.id] });
  };
  const within = (number: number, low: number, high: number) => number >= low && number <= high;
  need(plan.horizonWeeks > 0 && Number.isFinite(plan.horizonWeeks), "The horizon must be more than 0 weeks.");
  need(within(plan.buildDaysPerWeek, 0.1, 7), "A team builds between 0.1 and 7 days a week.");
  need(Number.isInteger(plan.teams) && within(plan.teams, 1, MAX_TEAMS), `A plan has 1 to ${MAX_TEAMS} teams.`);
  need(plan.learningFactor > 0 && plan.learningFactor <= 1, "The learning factor is more than 0 and at most 1.");
  for (const { weeksLive, share } of plan.ramp)
    need(within(weeksLive, 0, 520) && within(share, 0, 1), "A ramp point needs 0 to 520 weeks and a share from 0 to 1.");
  const rampWeeks = plan.ramp.map((point) => point.weeksLive);
  need(new Set(rampWeeks).size === rampWeeks.length, "Two ramp points stand at the same week.");
  for (const { fromWeek, toWeek } of plan.freezeWindows)
    need(
      fromWeek >= 0 && toWeek > fromWeek && Number.isFinite(toWeek),
      "A freeze window ends after it begins, and begins at week 0 or later.",
    );
  if (plan.items.length > MAX_ITEMS)
    problems.push({ code: "too-many-items", message: `A plan holds at most ${MAX_ITEMS} items; split it.`, itemIds: [] });
  for (const item of plan.items) {
    const { title, effortDays, valuePerWeekMinor, earliestStartWeek = 0, touchesPerWeek = 0, rulesShare = 0 } = item;
    need(within(effortDays, 0, MAX_EFFORT_DAYS), `The effort of "${title}" must be 0 to ${MAX_EFFORT_DAYS} build days.`, item);
    need(
      Number.isInteger(valuePerWeekMinor) && within(valuePerWeekMinor, 0, MAX_VALUE_PER_WEEK_MINOR),
      `The weekly value of "${title}" must be a whole number of cents, 0 or more.`,
      item,
    );
    need(within(earliestStartWeek, 0, 520), `The earliest start of "${title}" must be week 0 to 520.`, item);
    need(touchesPerWeek >= 0 && within(rulesShare, 0, 1), `"${title}" needs 0 or more touches a week and a rules share from 0 to 1.`, item);
  }
  return problems;
}

function identityProblems({ items }: RolloutPlan): PlanProblem[] {
  const seen = new Set<string>();
  return items.flatMap((item): PlanProblem[] => {
    if (!seen.has(item.id)) {
      seen.add(item.id);
      return [];
    }
    return [{ code: "duplicate-id", message: `Two items have the id "${item.id}".`, itemIds: [item.id] }];
  });
}

function prerequisiteProblems({ items }: RolloutPlan): PlanProblem[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return items
    .filter((item) => !item.excluded)
    .flatMap((item) =>
      item.prerequisites.flatMap((id): PlanProblem[] => {
        const needed = byId.get(id);
        if (needed === undefined)
          return [
            {
              code: "unknown-prerequisite",
              message: `"${item.title}" needs "${id}", which is not in the plan: add it or remove the need.`,
              itemIds: [item.id],
            },
          ];
        if (!needed.excluded) return [];
        const message = `"${item.title}" needs "${needed.title}", which is excluded: exclude both or take it back in.`;
        return [{ code: "excluded-prerequisite", message, itemIds: [item.id, needed.id] }];
      }),
    );
}

function cycleProblems(plan: RolloutPlan): PlanProblem[] {
  const items = plan.items.filter((item) => !item.excluded);
  const cycle = findCycle(toProblem(plan).before)?.map((index) => items[index]!);
  if (cycle === undefined) return [];
  const names = [...cycle, cycle[0]!].map((item) => `"${item.title}"`).join(" before ");
  return [
    {
      code: "cycle",
      message: `These items wait for each other: ${names}. Remove one of the needs.`,
      itemIds: cycle.map((item) => item.id),
    },
  ];
}

function pinProblems(plan: RolloutPlan): PlanProblem[] {
  const items = plan.items.filter((item) => !item.excluded);
  const pinned = items.filter((item) => item.pinnedPosition !== undefined);
  const problem = toProblem(plan);
  const needsAll = allPrerequisites(problem);
  const problems: PlanProblem[] = [];
  for (const item of pinned) {
    const place = item.pinnedPosition!;
    const index = items.indexOf(item);
    const first = needsAll[index]!.size + 1;
    const last = items.length - needsAll.filter((needs) => needs.has(index)).length;
    const rival = pinned.find((other) => other !== item && other.pinnedPosition === place);
    const message = !Number.isInteger(place)
      ? `The place of "${item.title}" must be a whole number.`
      : place < first
        ? `"${item.title}" cannot stand at place ${place}: it needs ${first - 1} others first.`
        : place > last
          ? `"${item.title}" cannot stand at place ${place}: ${items.length - last} of the plan's ${items.length} items need it first.`
          : rival !== undefined
            ? `"${item.title}" and "${rival.title}" are both pinned to place ${place}.`
            : null;
    if (message !== null) problems.push({ code: "pins", message, itemIds: [item.id] });
  }
  if (problems.length > 0 || pinned.length === 0 || canFinish(problem, [])) return problems;
  const message = `The pins of ${pinned.map((item) => `"${item.title}"`).join(", ")} cannot all hold with what they need: unpin one.`;
  return [{ code: "pins", message, itemIds: pinned.map((item) => item.id) }];
}
