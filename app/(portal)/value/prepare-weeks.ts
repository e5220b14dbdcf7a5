import type { ChartData } from "#app/ui/chart/chart-data.ts";

type Week = { week: string; touches: number; without: number | null };
const WEEK_MS = 7 * 86_400_000;

/** More bars than this do not stand beside each other on a phone. */
const MOST_WEEKS = 26;

/**
 * The newest weeks as bars: touches as they were, and as they would have been.
 *
 * @returns null where no week has passed
 */
export function prepareWeeks(weeks: readonly Week[]): { data: ChartData; summary: string } | null {
  const shown = weeks.slice(-MOST_WEEKS);
  if (shown.length === 0) return null;
  const known = shown.filter(({ without }) => without !== null);
  const touches = known.reduce((sum, week) => sum + week.touches, 0);
  const bars = shown.flatMap((week, index) => [...weeksBetween(shown[index - 1]?.week, week.week), week]);
  const without = known.reduce((sum, week) => sum + (week.without ?? 0), 0);
  return {
    data: {
      pointsAre: "Week of",
      series: ["touches", "without it, about"],
      points: bars.map((week) => ({ label: week.week, values: [week.touches, week.without === null ? null : Math.round(week.without)] })),
      unit: { kind: "count", of: "touches" },
    },
    summary:
      known.length === 0
        ? "Touches by people in each week since it acts. What would have been without it is not known yet."
        : `In ${known.length === 1 ? "one week" : `${known.length} weeks`} people touched cases ${touches} times; without it that would have been about ${Math.round(without)}.${
            weeks.length > MOST_WEEKS ? ` The newest ${MOST_WEEKS} of ${weeks.length} weeks.` : ""
          }`,
  };
}

/** Weeks in which it did not act, between two in which it did: a gap, and no week of nought. */
function weeksBetween(before: string | undefined, week: string): { week: string; touches: null; without: null }[] {
  const missing = before === undefined ? 0 : Math.round((Date.parse(week) - Date.parse(before)) / WEEK_MS) - 1;
  return Array.from({ length: Math.max(0, missing || 0) }, (_, at) => ({
    week: new Date(Date.parse(before ?? week) + (at + 1) * WEEK_MS).toISOString().slice(0, 10),
    touches: null,
    without: null,
  }));
}
