/** A level of counts a day before and from day `at` on; chance 0..1 that a level that never changed looks like this. */
export type ChangeUpwards = { at: number; before: number; after: number; chance: number };

/** Days on either side of a change, at least: two weeks of present, three of past. */
const LEAST_BEFORE = 21;
const LEAST_AFTER = 14;

/**
 * The most likely day from which counts are higher than before, by a likelihood ratio of two Poisson levels against one, each
 * day's expectation scaled by its weekday. The ratio is divided by the counts' dispersion about the two levels (never below 1), so that
 * bursts weigh less; its chance is a one-sided normal tail times the number of days looked at.
 *
 * @param counts one a day, consecutive
 * @returns null when there are too few days, no counts, or no day from which they are higher
 * Source: Kulldorff (1997), a spatial scan statistic, in one dimension; quasi-Poisson dispersion after McCullagh, Nelder (1989).
 */
export function changeUpwards(counts: Float64Array): ChangeUpwards | null {
  const days = counts.length;
  const total = sum(counts, 0, days);
  if (days < LEAST_BEFORE + LEAST_AFTER || total === 0) return null;
  const weight = weekdayWeights(counts);
  const weightTotal = sum(weight, 0, days);
  let best: { at: number; ratio: number; before: number; after: number } | null = null;
  let earlier = sum(counts, 0, LEAST_BEFORE - 1);
  let earlierWeight = sum(weight, 0, LEAST_BEFORE - 1);
  let looked = 0;
  for (let at = LEAST_BEFORE; at <= days - LEAST_AFTER; at += 1) {
    earlier += counts[at - 1]!;
    earlierWeight += weight[at - 1]!;
    if (earlierWeight === 0 || weightTotal - earlierWeight === 0) continue;
    looked += 1;
    const before = earlier / earlierWeight;
    const after = (total - earlier) / (weightTotal - earlierWeight);
    if (after <= before) continue;
    const ratio = 2 * (xlogx(earlier, before) + xlogx(total - earlier, after) - total * Math.log(total / weightTotal));
    if (best === null || ratio > best.ratio) best = { at, ratio, before, after };
  }
  if (best === null) return null;
  const { at, ratio, before, after } = best;
  const z = Math.sqrt(Math.max(0, ratio) / dispersion(counts, weight, best));
  return { at, before, after, chance: Math.min(1, looked * normalTail(z)) };
}

/** Mean of each weekday against the mean of all days; 0 for a weekday on which nothing ever happens. */
function weekdayWeights(counts: Float64Array): Float64Array {
  const mean = sum(counts, 0, counts.length) / counts.length;
  const means = Array.from({ length: 7 }, (_, weekday) => {
    const own = counts.filter((_count, day) => day % 7 === weekday);
    return sum(own, 0, own.length) / own.length;
  });
  return counts.map((_count, day) => means[day % 7]! / mean);
}

/** Pearson's, over the days on which anything is expected: seven weekdays and two levels are fitted. */
function dispersion(
  counts: Float64Array,
  weight: Float64Array,
  { at, before, after }: { at: number; before: number; after: number },
): number {
  let squares = 0;
  let days = 0;
  for (let day = 0; day < counts.length; day += 1) {
    const expected = weight[day]! * (day < at ? before : after);
    if (expected === 0) continue;
    squares += (counts[day]! - expected) ** 2 / expected;
    days += 1;
  }
  return Math.max(1, squares / Math.max(1, days - 9));
}

const xlogx = (count: number, level: number) => (count === 0 ? 0 : count * Math.log(level));

/** Upper tail of the standard normal distribution. Source: Abramowitz, Stegun 26.2.17; error below 7.5e-8, cut at 0. */
function normalTail(z: number): number {
  if (z > 6) return Math.exp((-z * z) / 2) / (z * Math.sqrt(2 * Math.PI));
  const t = 1 / (1 + 0.231_641_9 * z);
  const series = t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at += 1) total += values[at]!;
  return total;
}
