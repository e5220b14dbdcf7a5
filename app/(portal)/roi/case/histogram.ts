/** Draws counted in bins of equal width. `from` is the lower end of the first bin. */
export type Histogram = { from: number; width: number; counts: readonly number[] };

/**
 * Counts values in `bins` equal bins from the least to the most.
 *
 * @returns one bin of no width when all values are the same; no bin at all for no values
 */
export function histogramOf(values: Float64Array, bins: number): Histogram {
  if (values.length === 0) return { from: 0, width: 0, counts: [] };
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least === most) return { from: least, width: 0, counts: [values.length] };
  const width = (most - least) / bins;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - least) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { from: least, width, counts };
}
