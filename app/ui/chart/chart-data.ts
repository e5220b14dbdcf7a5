import type { Unit } from "#server/domain/provenance.ts";

/**
 * What a chart draws and its table lists. Plain data, so that a server component can hand it over.
 * A value that is not known is null: a gap in the chart, never 0.
 */
export type ChartData = {
  /** What the points are, "Week": heading of the table's first column. */
  pointsAre: string;
  series: readonly string[];
  /** `values` has one entry for each series, in their order. */
  points: readonly { label: string; values: readonly (number | null)[] }[];
  unit: Unit;
};

/** Colours of the series, in order; a sixth series is one too many to tell apart. */
export const SERIES_COLOURS = ["var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)", "var(--chart-5)"] as const;

/** Dashes of the series' lines, so that colour is not all that tells them apart. */
export const SERIES_DASHES = ["", "6 4", "2 3", "10 4 2 4", "1 6"] as const;

/** One object for each point, with the series under s0, s1, ...: names of series may hold dots, which a data key may not. */
export function chartRows({ points }: Pick<ChartData, "points">): Record<string, string | number | null>[] {
  return points.map(({ label, values }) => ({ label, ...Object.fromEntries(values.map((value, index) => [`s${index}`, value])) }));
}

/** The first `most` points and a sentence on what is left out; the points come largest first. */
export function cutPoints<Point>(points: readonly Point[], most: number, what: string): { points: Point[]; note: string } {
  return { points: points.slice(0, most), note: points.length > most ? `Top ${most} of ${points.length} ${what}.` : "" };
}
