import type { Interval } from "../interval.ts";
import type { ShiftClock } from "../effort/work-calendar.ts";
import { activityKey } from "../event-log/columns.ts";
import { partsOf, rowsOf, splitKey, type Totals } from "./totals.ts";

const FIGURES = ["low", "point", "high"] as const;

type Week = { actor: string; monday: number; rows: { activity: string; recordedMs: number; untimed: number }[] };

/**
 * What has to be taken away from each activity so that nobody's week exceeds the paid hours: in such a week all activities are
 * reduced in proportion. Touches without an actor cannot be assigned to a week of a person and are left.
 *
 * @param minutesPerTouch of each activity's touches whose start is not known, by activityKey
 * @returns minutes to take away, by activityKey in its order; activities without are not in it
 */
export function overCapacity(
  totals: Totals,
  shifts: Pick<ShiftClock, "of">,
  minutesPerTouch: ReadonlyMap<string, Interval>,
): Map<string, Interval> {
  const excess = new Map<string, Interval>();
  for (const part of partsOf(totals, "weeks "))
    for (const { actor, monday, rows } of weeksOf(totals, part).values()) {
      const paidMinutes = shifts.of(actor).paidMsOfWeek(monday) / 60_000;
      for (const figure of FIGURES) {
        const minutes = rows.map(
          ({ activity, recordedMs, untimed }) => recordedMs / 60_000 + untimed * (minutesPerTouch.get(activity)?.[figure] ?? 0),
        );
        const total = minutes.reduce((sum, value) => sum + value, 0);
        if (total <= paidMinutes) continue;
        for (const [at, { activity }] of rows.entries()) {
          const known = excess.get(activity) ?? { low: 0, point: 0, high: 0 };
          known[figure] += minutes[at]! * (1 - paidMinutes / total);
          excess.set(activity, known);
        }
      }
    }
  return new Map([...excess].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function weeksOf(totals: Totals, part: string): Map<string, Week> {
  const weeks = new Map<string, Week>();
  for (const [key, [recordedMs = 0, untimed = 0]] of rowsOf(totals, part)) {
    const [actor, monday, workflow = null, activity] = splitKey(key);
    const of = `${actor}\n${monday}`;
    const week = weeks.get(of) ?? { actor: actor ?? "", monday: Number(monday), rows: [] };
    weeks.set(of, week);
    week.rows.push({ activity: activityKey(workflow, activity ?? ""), recordedMs, untimed });
  }
  return weeks;
}
