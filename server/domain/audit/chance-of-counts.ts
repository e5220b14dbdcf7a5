import { normalQuantile } from "../effort/normal-quantile.ts";
import type { Interval } from "../interval.ts";

/** How much of something there was, and by how many touches it came about. */
export type Counted = { range: Interval; touches: number };

const Z = normalQuantile(0.95); // 90 %, as the ranges of effort.

/**
 * The range of a figure with what chance makes of how often work comes in: a week with 12 touches may as well have had 8. The counts are
 * taken for Poisson's, with the interval of their score, and both sources of error are combined as independent ones.
 *
 * @param other where nothing was touched, what a touch takes is known from the other side alone
 * @returns a range around the same point, at least as wide on either side
 */
export function withChanceOfCounts({ range, touches }: Counted, other: Counted): Interval {
  const known = touches > 0 ? { range, touches } : other;
  const perTouch = known.touches === 0 ? 0 : known.range.point / known.touches;
  const middle = touches + (Z * Z) / 2;
  const spread = Z * Math.sqrt(touches + (Z * Z) / 4);
  const { low, point, high } = range;
  return {
    low: Math.max(0, point - Math.hypot(point - low, perTouch * (touches - middle + spread))),
    point,
    high: point + Math.hypot(high - point, perTouch * (middle + spread - touches)),
  };
}
