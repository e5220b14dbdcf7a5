import type { EvidenceClass, Interval } from "../interval.ts";
import type { Objective, RampPoint, RolloutItem, RolloutPlan } from "./plan.ts";

/**
 * A plan as a team keeps it: calendar dates instead of weeks, values with their range, and how each number is known.
 * `toRolloutPlan` makes of it what the search orders.
 */
export type StoredPlan = {
  /** Day the plan counts from, as 2026-03-30. */
  startsOn: string;
  currency: string;
  objective: Objective;
  horizonWeeks: number;
  buildDaysPerWeek: number;
  teams: number;
  learningFactor: number;
  ramp: readonly RampPoint[];
  freezeWindows: readonly { fromDay: string; toDay: string }[];
  /** Share of the manual work that an automation takes over, 0 to 1. */
  captureRate: number;
  /** Which end of the values' range the order is found for. */
  valueBasis: keyof Interval;
  /** The audit the values come from; null when all were entered. */
  auditId: string | null;
  items: readonly StoredItem[];
  /** The order a person made; null while the optimal one is followed. */
  ownOrder: readonly string[] | null;
};

export type StoredItem = {
  id: string;
  title: string;
  kind: "initiative" | "enabler";
  /** The workflow an initiative removes work from; null for an enabler or an item of one's own. */
  workflow: string | null;
  effortDays: number;
  effortEvidence: EvidenceClass;
  /** Minor units a week once live, after capture. */
  valuePerWeekMinor: Interval;
  valueEvidence: EvidenceClass;
  /** `audit`: follows the audit and the capture rate; `entry`: typed in by a person and left alone. */
  valueFrom: "audit" | "entry";
  /** Share of its decisions that its rules took as people did in a back-test; null, or absent: the plan's capture rate counts. */
  captureShare?: number | null | undefined;
  /** Hours a week by hand when the plan was made; null where nothing was measured. */
  hoursPerWeek: Interval | null;
  prerequisites: readonly string[];
  earliestStartDay: string | null;
  family: string | null;
  pinnedPosition: number | null;
  excluded: boolean;
  /** Why there is nothing to build any more: it is connected already. null: it is still to be built. */
  alreadyThere: string | null;
  touchesPerWeek: number | null;
  rulesShare: number | null;
  gate: Gate | null;
  /** The day by which the first plan that held the item had it built: what the actual day is compared with. null before it was ordered. */
  firstPlannedDay: string | null;
};

/** What has to hold on measured data before an item counts as done. */
export type Gate = {
  /**
   * `hours`: hours a week by hand of the workflow, point. `unknown`: share of its events whose actor is not known, 0 to 1. `agreement`: how
   * often people decide as the workflow's automation does, 0 to 1.
   */
  measure: "hours" | "unknown" | "agreement";
  workflow: string;
  /** The gate holds while the measure is at most this; an agreement has to be at least this. */
  limit: number;
  /** How long it has to hold without a break. */
  holdDays: number;
};

const DAY_MS = 86_400_000;

/** Weeks from one day to another, as 2026-03-30; below 0 when the second comes first. */
export const weeksBetween = (fromDay: string, toDay: string): number => (Date.parse(toDay) - Date.parse(fromDay)) / (7 * DAY_MS);

/** The day so many weeks after another, rounded to a whole day. */
export const dayAfterWeeks = (fromDay: string, weeks: number): string =>
  new Date(Date.parse(fromDay) + Math.round(weeks * 7) * DAY_MS).toISOString().slice(0, 10);

/** The Monday on or after a day. */
export function mondayFrom(day: string): string {
  const weekday = new Date(Date.parse(day)).getUTCDay();
  return dayAfterWeeks(day, ((8 - weekday) % 7) / 7);
}

/**
 * What is still to be built, as the search takes it.
 *
 * @param built items that are built: they cost nothing any more, and what needs them may start
 * @param basis which end of the values' range to count; the plan's own unless told
 */
export function toRolloutPlan(
  stored: StoredPlan,
  { built = [], basis }: { built?: readonly string[]; basis?: keyof Interval } = {},
): RolloutPlan {
  const gone = new Set([...built, ...stored.items.filter(({ alreadyThere }) => alreadyThere !== null).map(({ id }) => id)]);
  const { startsOn, currency, objective, horizonWeeks, buildDaysPerWeek, teams, learningFactor, ramp } = stored;
  const ahead = (day: string) => Math.max(0, weeksBetween(startsOn, day));
  const left = stored.items.filter(({ id }) => !gone.has(id));
  // A pin counts the places of what is built, too: these come first and move it ahead.
  const pinOf = (place: number) => Math.min(Math.max(1, place - built.length), left.length);
  return {
    currency,
    objective,
    horizonWeeks,
    buildDaysPerWeek,
    teams,
    learningFactor,
    ramp,
    freezeWindows: stored.freezeWindows
      .map(({ fromDay, toDay }) => ({ fromWeek: ahead(fromDay), toWeek: ahead(toDay) }))
      .filter(({ fromWeek, toWeek }) => toWeek > fromWeek),
    items: left.map((item): RolloutItem => ({
      id: item.id,
      title: item.title,
      kind: item.kind,
      effortDays: item.effortDays,
      valuePerWeekMinor: Math.round(item.valuePerWeekMinor[basis ?? stored.valueBasis]),
      prerequisites: item.prerequisites.filter((id) => !gone.has(id)),
      ...(item.earliestStartDay === null ? {} : { earliestStartWeek: ahead(item.earliestStartDay) }),
      ...(item.family === null ? {} : { family: item.family }),
      ...(item.pinnedPosition === null ? {} : { pinnedPosition: pinOf(item.pinnedPosition) }),
      ...(item.excluded ? { excluded: true } : {}),
      ...(item.touchesPerWeek === null ? {} : { touchesPerWeek: item.touchesPerWeek }),
      ...(item.rulesShare === null ? {} : { rulesShare: item.rulesShare }),
    })),
  };
}
