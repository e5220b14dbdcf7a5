/**
 * What a team enters or what the audit proposes: items to build, what each needs first, and the rules of the calendar.
 *
 * Time starts at 0 when the plan starts. Effort is in build days of one team; the calendar is in weeks; `buildDaysPerWeek`
 * converts between the two (5 for a full-time team, 2 for one that builds two days a week).
 */
export type RolloutPlan = {
  items: readonly RolloutItem[];
  /** ISO 4217 code of every amount in the plan. */
  currency: string;
  /** What is counted: see Objective. */
  objective: Objective;
  /** End of the period in which savings are counted, in weeks from the start. Also the end of the savings curves. */
  horizonWeeks: number;
  /** Build days one team delivers in a week, above 0. */
  buildDaysPerWeek: number;
  /** Teams that build side by side, at least 1. Each item is built by one team without interruption. */
  teams: number;
  /** The second item of a family to start takes its effort times this, the third times its square, and so on; 1 means nothing is learned. */
  learningFactor: number;
  /** Share of the weekly value that arrives so many weeks after go-live; empty means all of it at once. */
  ramp: readonly RampPoint[];
  /** No go-live from `fromWeek` up to but not at `toWeek`: what is finished inside goes live at `toWeek`. */
  freezeWindows: readonly FreezeWindow[];
};

/**
 * `waiting`: least value lost while waiting, the sum of weekly value times weeks until the item is built. It has no end date,
 * so go-live rules (ramp, freeze windows) play no part in it.
 * `saved`: most value saved up to the horizon, with ramp and freeze windows; an item live after the horizon is worth nothing.
 */
export type Objective = "waiting" | "saved";

export type RampPoint = { weeksLive: number; share: number };
export type FreezeWindow = { fromWeek: number; toWeek: number };

export type RolloutItem = {
  id: string;
  title: string;
  /** An initiative removes manual work; an enabler (a connection, a cleaned catalogue) is worth nothing by itself. */
  kind: "initiative" | "enabler";
  /** Build days of one team, 0 or more. */
  effortDays: number;
  /** Value a week once live and ramped up, in minor units, a whole number of 0 or more. */
  valuePerWeekMinor: number;
  /** Ids of the items that must be built before this one starts. */
  prerequisites: readonly string[];
  /** Work cannot start before this week. */
  earliestStartWeek?: number | undefined;
  /** Items of one family teach each other: see learningFactor. */
  family?: string | undefined;
  /** Place in the order that a person fixed, 1 for the first. */
  pinnedPosition?: number | undefined;
  /** Left out by a person: the plan is made as if the item did not exist. */
  excluded?: boolean | undefined;
  /** For the rules-first policy: manual touches a week that the item removes. */
  touchesPerWeek?: number | undefined;
  /** For the rules-first policy: share of those decisions that a rule explains, 0 to 1. */
  rulesShare?: number | undefined;
};

/** The most items one plan may hold; more than that is a programme of several plans. */
export const MAX_ITEMS = 60;
