import type { Interval } from "../interval.ts";
import { leastError } from "./estimate-minutes.ts";
import { normalQuantile } from "./normal-quantile.ts";

/** Below this the spread of the times is not known, and no range can be told. */
const FEWEST_SAMPLES = 2;

/**
 * Hours a week of work that leaves no event: how often somebody said it happens x the mean of its timed samples. The 90 % range is that of
 * the mean alone, of few samples at least what a usual spread would give them; that the count is an assumption has to stand beside it.
 *
 * @param minutes of the samples
 * @returns null while fewer than two items were timed
 */
export function untracedHours(timesAWeek: number, minutes: readonly number[]): Interval | null {
  const n = minutes.length;
  if (n < FEWEST_SAMPLES) return null;
  const mean = minutes.reduce((sum, value) => sum + value, 0) / n;
  const variance = minutes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const z = normalQuantile(0.95);
  const half = z * Math.sqrt(variance / n);
  const least = Math.exp(z * leastError(n));
  const hours = (value: number) => (timesAWeek * value) / 60;
  return {
    low: hours(Math.min(Math.max(0, mean - half), mean / least)),
    point: hours(mean),
    high: hours(Math.max(mean + half, mean * least)),
  };
}
