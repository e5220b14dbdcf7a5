/**
 * A level of counts a day before and from day `at` on; chance 0..1 that a level that never changed looks like this. `fit` is the log likelihood of the
 * two levels, divided by the counts' dispersion about them: which of several volumes the counts follow best.
 */
export type ChangeUpwards = { at: number; before: number; after: number; chance: number; fit: number };

/** Days on either side of a change, at least: two weeks of present, three of past. */
const LEAST_BEFORE = 21;
const LEAST_AFTER = 14;

/** Days on either side over which order volume is smoothed: a week in all, so that weekdays cancel out. */
const SMOOTHED_DAYS = 3;
/** With fewer orders a day than this nothing can be said of how work follows them. */
const FEWEST_ORDERS_A_DAY = 1;

/**
 * The most likely day from which counts are higher than before, by a likelihood ratio of two Poisson levels against one, each
 * day's expectation scaled by its weekday and by the order volume. The ratio is divided by the counts' dispersion about the two levels
 * (never below 1), so that bursts weigh less, and by what the volumes themselves do not tell for sure; its chance is a one-sided normal
 * tail times the number of days looked at.
 *
 * @param counts one a day, consecutive
 * @param orders as many; without them (null), or where they are too few, volume is taken as constant
 * @param lagDays how many days the work comes after its order
 * @returns null when there are too few days, no counts, or no day from which they are higher; levels are those at the volume since
 * Source: Kulldorff (1997), a spatial scan statistic, in one dimension; quasi-Poisson dispersion after McCullagh, Nelder (1989).
 */
export function changeUpwards(counts: Float64Array, orders: Float64Array | null = null, lagDays = 0): ChangeUpwards | null {
  const days = counts.length;
  const total = sum(counts, 0, days);
  if (days < LEAST_BEFORE + LEAST_AFTER || total === 0) return null;
  const adjusted = orders !== null && sum(orders, 0, days) >= FEWEST_ORDERS_A_DAY * days;
  const volume = adjusted ? volumeOf(orders, lagDays) : new Float64Array(days).fill(1);
  const weight = weekdayWeights(counts, volume).map((share, day) => share * volume[day]!);
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
    const own = 1 / Math.max(1, earlier) + 1 / Math.max(1, total - earlier);
    const ofOrders = adjusted ? 1 / Math.max(1, sum(orders, 0, at)) + 1 / Math.max(1, sum(orders, at, days)) : 0;
    const likelihoods = 2 * (xlogx(earlier, before) + xlogx(total - earlier, after) - total * Math.log(total / weightTotal));
    const ratio = likelihoods * (own / (own + ofOrders));
    if (best === null || ratio > best.ratio) best = { at, ratio, before, after };
  }
  if (best === null) return null;
  const { at, ratio, before, after } = best;
  const spread = dispersion(counts, weight, best);
  const z = Math.sqrt(Math.max(0, ratio) / spread);
  const present = sum(volume, at, days) / (days - at);
  const fit = counts.reduce((total, count, day) => total + xlogx(count, weight[day]! * (day < at ? before : after)), 0) / spread;
  return { at, before: before * present, after: after * present, chance: Math.min(1, looked * normalTail(z)), fit };
}

/** Order volume about each day, `lagDays` earlier, against its mean; before the first orders that count, that of the first days. */
function volumeOf(orders: Float64Array, lagDays: number): Float64Array {
  const smooth = orders.map((_, day) => {
    const middle = Math.min(Math.max(day - lagDays, SMOOTHED_DAYS), orders.length - 1 - SMOOTHED_DAYS);
    return sum(orders, middle - SMOOTHED_DAYS, middle + SMOOTHED_DAYS + 1);
  });
  const mean = sum(smooth, 0, smooth.length) / smooth.length;
  return smooth.map((value) => value / mean);
}

/** Mean of each weekday at equal volume against the mean of all days; 0 for a weekday on which nothing ever happens. */
function weekdayWeights(counts: Float64Array, volume: Float64Array): Float64Array {
  const level = (chosen: (day: number) => boolean) => {
    let count = 0;
    let exposure = 0;
    for (let day = 0; day < counts.length; day += 1) {
      if (!chosen(day)) continue;
      count += counts[day]!;
      exposure += volume[day]!;
    }
    return exposure === 0 ? 0 : count / exposure;
  };
  const mean = level(() => true);
  const levels = Array.from({ length: 7 }, (_, weekday) => level((day) => day % 7 === weekday));
  return counts.map((_count, day) => levels[day % 7]! / mean);
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
