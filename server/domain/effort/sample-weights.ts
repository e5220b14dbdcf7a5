/**
 * How many items each sample stands for, scaled so that they add up to the number of samples. Those with known chances share out among
 * themselves what is theirs by number, the others count alike: each part by itself tells the mean, so both together do.
 */
export function sampleWeights(samples: readonly { chance?: number | null }[]): number[] {
  const inverse = samples.map(({ chance }) => (chance == null ? null : 1 / chance));
  const known = inverse.flatMap((value) => value ?? []);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return inverse.map((value) => (value === null ? 1 : value / mean));
}

/** Mean minutes of samples, each counted for what it stands for; null where there are none. */
export function meanMinutes(samples: readonly { minutes: number; chance?: number | null }[]): number | null {
  if (samples.length === 0) return null;
  const weights = sampleWeights(samples);
  return samples.reduce((sum, { minutes }, i) => sum + weights[i]! * minutes, 0) / samples.length;
}
