import { seededRandom } from "#server/domain/effort/random.ts";

/** One activity of which everything is known: true minutes and the variables of every item, and how many are timed. */
type Known = { minutes: Float64Array; rows: readonly Float64Array[]; timed: number };

const TREES = 40;
/** Items of a leaf, at least. */
const LEAF = 5;
/** Variables tried at each split: a third of them, as is usual for regression. */
const TRIED_SHARE = 1 / 3;
/** Half of the errors of a normal distribution are smaller than this many standard deviations. */
const MEDIAN_OF_NORMAL = 0.6745;
/** Spread that every item has at least, relative to the mean of its activity: so that none has a chance near 0. */
const LEAST_SPREAD = 0.1;

/**
 * The median error of total hours that the variables of a log allow, about: what would be left if the length of every item had been seen once to learn
 * from it what to expect of each (a random forest, of each item only by trees that have not seen it), and items were then timed with the chances
 * that suit the rest best. No estimator that sees thirty items an activity can count on less.
 *
 * @returns relative to the true total, 0 or more
 * Sources: Neyman (1934), best chances; Särndal, Swensson, Wretman (1992), 6.3, difference estimator; Breiman (2001), forests.
 */
export function informationLimit(activities: readonly Known[]): number {
  const total = activities.reduce((sum, { minutes }) => sum + sumOf(minutes), 0);
  const variance = activities.reduce((sum, activity) => sum + varianceLeft(activity), 0);
  return total === 0 ? 0 : (MEDIAN_OF_NORMAL * Math.sqrt(variance)) / total;
}

/** Variance of the estimated sum of minutes: of what the forest does not explain, under the best chances. */
function varianceLeft({ minutes, rows, timed }: Known): number {
  if (timed >= minutes.length) return 0;
  const mean = sumOf(minutes) / minutes.length;
  const expected = outOfBag(rows, minutes, 1);
  const rests = minutes.map((value, item) => value - expected[item]!);
  const spread = outOfBag(
    rows,
    rests.map((rest) => rest * rest),
    2,
  ).map((square) => Math.sqrt(Math.max(0, square) + (LEAST_SPREAD * mean) ** 2));
  const scale = timed / sumOf(spread);
  return sumOf(rests.map((rest, item) => rest * rest * (1 / Math.min(1, spread[item]! * scale) - 1)));
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** For each item the mean of the trees that were grown without it. */
function outOfBag(rows: readonly Float64Array[], values: Float64Array, seed: number): Float64Array {
  const random = seededRandom(seed);
  const count = values.length;
  const sums = new Float64Array(count);
  const trees = new Float64Array(count);
  for (let tree = 0; tree < TREES; tree += 1) {
    const bag = Array.from({ length: count }, () => Math.floor(random() * count));
    const inBag = new Set(bag);
    const left = Array.from(values.keys()).filter((item) => !inBag.has(item));
    grow({ rows, values, random }, bag, left, (item, value) => {
      sums[item]! += value;
      trees[item]! += 1;
    });
  }
  const mean = sumOf(values) / count;
  return sums.map((sum, item) => (trees[item] === 0 ? mean : sum / trees[item]!));
}

type Wood = { rows: readonly Float64Array[]; values: Float64Array; random: () => number };

/** Splits the bag as long as it helps, and tells of each item left out of it the mean of its leaf. */
function grow(wood: Wood, bag: readonly number[], left: readonly number[], tell: (item: number, value: number) => void): void {
  if (left.length === 0) return;
  const split = bag.length >= 2 * LEAF ? bestSplit(wood, bag) : null;
  if (split === null) {
    const mean = bag.reduce((sum, item) => sum + wood.values[item]!, 0) / bag.length;
    for (const item of left) tell(item, mean);
    return;
  }
  const below = (item: number) => wood.rows[item]![split.feature]! <= split.limit;
  const above = (item: number) => !below(item);
  grow(wood, bag.filter(below), left.filter(below), tell);
  grow(wood, bag.filter(above), left.filter(above), tell);
}

/** The split of a few variables, drawn, after which the squares of the rests are smallest; null where none makes them smaller. */
function bestSplit({ rows, values, random }: Wood, bag: readonly number[]): { feature: number; limit: number } | null {
  const features = rows[0]!.length;
  const total = bag.reduce((sum, item) => sum + values[item]!, 0);
  let most = (total * total) / bag.length + 1e-9;
  let best: { feature: number; limit: number } | null = null;
  for (let tried = 0; tried < features * TRIED_SHARE; tried += 1) {
    const feature = Math.floor(random() * features);
    const sorted = bag.toSorted((a, b) => rows[a]![feature]! - rows[b]![feature]!);
    let below = 0;
    for (let at = 1; at < sorted.length; at += 1) {
      below += values[sorted[at - 1]!]!;
      const [lower, upper] = [rows[sorted[at - 1]!]![feature]!, rows[sorted[at]!]![feature]!];
      if (at < LEAF || sorted.length - at < LEAF || lower === upper) continue;
      const explained = (below * below) / at + (total - below) ** 2 / (sorted.length - at);
      if (explained > most) {
        most = explained;
        best = { feature, limit: (lower + upper) / 2 };
      }
    }
  }
  return best;
}
