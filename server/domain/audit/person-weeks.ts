import type { Interval } from "../interval.ts";
import type { ShiftClock } from "../effort/work-calendar.ts";
import { activityKey } from "../event-log/columns.ts";
import { addIntervals, subtract } from "./drag.ts";
import { partsOf, rowsOf, splitKey, type Totals } from "./totals.ts";

type Row = { workflow: string | null; activity: string; recordedMs: number; untimed: number };
type Week = { actor: string; monday: number; rows: Row[] };

/**
 * What has to be taken away from each activity so that nobody's week exceeds the paid hours. Touches without an actor cannot be assigned to
 * a week of a person and are left.
 *
 * @param shareOf how much of the week that begins on a Monday counts for a workflow, 0..1: less than 1 where what is seen of it begins or ends
 * within that week
 * @param minutesPerTouch of each activity's touches whose start is not known, by activityKey
 * @returns minutes to take away, by activityKey in its order; activities without are not in it
 */
export function overCapacity(
  totals: Totals,
  { shifts, shareOf }: { shifts: Pick<ShiftClock, "of">; shareOf: (monday: number, workflow: string | null) => number },
  minutesPerTouch: ReadonlyMap<string, Interval>,
): Map<string, Interval> {
  const excess = new Map<string, Interval>();
  for (const part of partsOf(totals, "weeks "))
    for (const { actor, monday, rows } of weeksOf(totals, part).values()) {
      const minutes = rows.map((row) => minutesOf(row, minutesPerTouch));
      const shares = rows.map(({ workflow }) => shareOf(monday, workflow));
      const paidMinutes = shifts.of(actor).paidMsOfWeek(monday) / 60_000;
      for (const [at, within] of withinShares(minutes, shares, paidMinutes).entries()) {
        const { activity } = rows[at]!;
        const taken = subtract(minutes[at]!, within);
        if (taken.low > 0 || taken.point > 0 || taken.high > 0)
          excess.set(activity, addIntervals(excess.get(activity) ?? { low: 0, point: 0, high: 0 }, taken));
      }
    }
  return new Map([...excess].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is seen for a shorter part of the week than the rest may take no more than is paid of that part; then all of it together. */
function withinShares(minutes: readonly Interval[], shares: readonly number[], paidMinutes: number): Interval[] {
  const longest = Math.max(...shares);
  const within = [...minutes];
  for (const share of new Set(shares)) {
    if (share === longest) continue;
    const members = shares.flatMap((own, at) => (own === share ? [at] : []));
    const own = withinPaid(
      members.map((at) => minutes[at]!),
      share * paidMinutes,
    );
    for (const [k, at] of members.entries()) within[at] = own[k]!;
  }
  return withinPaid(within, longest * paidMinutes);
}

function minutesOf({ activity, recordedMs, untimed }: Row, minutesPerTouch: ReadonlyMap<string, Interval>): Interval {
  const perTouch = minutesPerTouch.get(activity) ?? { low: 0, point: 0, high: 0 };
  const recorded = recordedMs / 60_000;
  return {
    low: recorded + untimed * perTouch.low,
    point: recorded + untimed * perTouch.point,
    high: recorded + untimed * perTouch.high,
  };
}

/**
 * The activities of one week, brought within what is paid of it, each in order: where the estimates exceed it they are reduced in proportion and
 * their low ends with them, so that no range becomes a point; the high ends share what is paid beyond the estimates, each by how far it lies
 * above its own. Reducing each figure by itself would put the high end of one below its low end as soon as another is wide.
 */
export function withinPaid(minutes: readonly Interval[], paidMinutes: number): Interval[] {
  const { point, high } = minutes.reduce(addIntervals, { low: 0, point: 0, high: 0 });
  if (high <= paidMinutes) return [...minutes];
  const share = point <= paidMinutes ? 1 : paidMinutes / point;
  const upwards = point >= paidMinutes ? 0 : (paidMinutes - point) / (high - point);
  return minutes.map((each) => ({
    low: share * each.low,
    point: share * each.point,
    high: share * each.point + upwards * (each.high - each.point),
  }));
}

function weeksOf(totals: Totals, part: string): Map<string, Week> {
  const weeks = new Map<string, Week>();
  for (const [key, [recordedMs = 0, untimed = 0]] of rowsOf(totals, part)) {
    const [actor, monday, workflow = null, activity] = splitKey(key);
    const of = `${actor}\n${monday}`;
    const week = weeks.get(of) ?? { actor: actor ?? "", monday: Number(monday), rows: [] };
    weeks.set(of, week);
    week.rows.push({ workflow, activity: activityKey(workflow, activity ?? ""), recordedMs, untimed });
  }
  return weeks;
}
