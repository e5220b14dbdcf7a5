import { normalQuantile } from "./normal-quantile.ts";
import { meanMinutes, sampleWeights } from "./sample-weights.ts";

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

/** Coefficient of variation of minutes, each sample counted for what it stands for; null with fewer than two samples or a mean of 0. */
export function coefficientOfVariation(samples: readonly { minutes: number; chance?: number | null }[]): number | null {
  const n = samples.length;
  const mean = meanMinutes(samples);
  if (n < 2 || mean === null || mean === 0) return null;
  const weights = sampleWeights(samples);
  const variance = samples.reduce((sum, { minutes }, i) => sum + weights[i]! * (minutes - mean) ** 2, 0) / (n - 1);
  return Math.sqrt(variance) / mean;
}
