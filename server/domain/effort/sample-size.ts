import { normalQuantile } from "./normal-quantile.ts";

/**
 * How many items must be timed so that the mean is known to within a relative error: k = (z cv / eps)^2, less for a small
 * population, k / (1 + k / count).
 *
 * @param cv coefficient of variation of the minutes, from the samples so far
 * @param eps relative half-width wanted, such as 0.1
 * @param count items in the population
 * @param coverage of the interval, such as 0.9
 * @returns whole items, at most `count`; 0 when there is nothing to time
 */
export function samplesNeeded({ cv, eps, count, coverage = 0.9 }: { cv: number; eps: number; count: number; coverage?: number }): number {
  if (count <= 0) return 0;
  const z = normalQuantile(0.5 + coverage / 2);
  const infinite = ((z * cv) / eps) ** 2;
  return Math.min(count, Math.ceil(infinite / (1 + infinite / count)));
}

/** Coefficient of variation of minutes; null with fewer than two samples or a mean of 0. */
export function coefficientOfVariation(minutes: readonly number[]): number | null {
  if (minutes.length < 2) return null;
  const mean = minutes.reduce((sum, value) => sum + value, 0) / minutes.length;
  if (mean === 0) return null;
  const variance = minutes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (minutes.length - 1);
  return Math.sqrt(variance) / mean;
}
