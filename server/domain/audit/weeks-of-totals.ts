import { monthOf } from "./case-totals.ts";
import { rowsOf, splitKey, type Totals } from "./totals.ts";

/** Whole weeks of a log: the Monday that begins them, in days since 1970-01-01 in the workspace's zone, and how many. */
export type Weeks = { monday: number; weeks: number };

const ROLL_UPS = "roll-ups ";
const WEEKS = "weeks ";
// What is kept of the whole log and says how long items take, and who has which role.
const OF_ALL = ["recorded", "roles"] as const;

/** The parts of the totals that totalsOfWeeks needs, and no others. */
export function partsOfWeeks({ monday, weeks }: Weeks): string[] {
  const months = new Set(Array.from({ length: 7 * weeks }, (_, day) => monthOf(monday + day)));
  return [...OF_ALL, ...[...months].flatMap((month) => [ROLL_UPS + month, WEEKS + month])];
}

/**
 * What totals say of some whole weeks alone: events and touches by day, and the weeks of accounts, so that the paid hours hold as in the
 * whole log. Cases, hand-offs and decisions are not kept by day and are left out. Weeks, and not days, because a Monday is no Sunday.
 */
export function totalsOfWeeks(totals: Totals, { monday, weeks }: Weeks): Totals {
  const within = (day: number) => day >= monday && day < monday + 7 * weeks;
  const found: Totals = new Map();
  for (const part of partsOfWeeks({ monday, weeks })) {
    const dayOf = part.startsWith(ROLL_UPS)
      ? (key: string) => Number.parseInt(key, 10)
      : part.startsWith(WEEKS)
        ? (key: string) => Number(splitKey(key)[1])
        : null;
    found.set(part, new Map(rowsOf(totals, part).flatMap(([key, row]) => (dayOf === null || within(dayOf(key)) ? [[key, [...row]]] : []))));
  }
  return found;
}
