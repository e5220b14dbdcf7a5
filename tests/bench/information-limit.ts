import { seededRandom } from "#server/domain/effort/random.ts";

/** One activity of which everything is known: true minutes and the variables of every item, and how many are timed. */
type Known = { minutes: Float64Array; rows: readonly Float64Array[]; timed: number };

const TREES = 40;
/** Items of a leaf, at least: the small ones see a law of the gaps, the large ones are not misled where there is none. */
const LEAVES = [5, 20];
/** Variables tried at each split: a third of them, as is usual for regression. */
const TRIED_SHARE = 1 / 3;
/** Half of the errors of a normal distribution are smaller than this many standard deviations. */
const MEDIAN_OF_NORMAL = 0.6745;
/** Spread that every item has at least, relative to the mean of its activity: so that none has a chance near 0. */
const LEAST_SPREAD = 0.1;

/**
 * The median error of total hours that the variables of a log allow, about.
 *
 * @returns relative to the true total, 0 or more
 */
export const informationLimit = (activities: readonly Known[]): number => MEDIAN_OF_NORMAL * leastStandardError(activities);

/**
 * The standard error of total hours that the variables of a log allow, about: what would be left if the length of every item had been seen once to learn
 * from it what to expect of each (a random forest, of each item only by trees that have not seen it, or the mean of all where that is nearer), and
 * items were then timed with the chances that suit the rest best. An estimator that sees thirty items an activity can only hope to come near it.
 *
 * @returns relative to the true total, 0 or more; 0 where every item is timed
 * Sources: Neyman (1934), best chances; Särndal, Swensson, Wretman (1992), 6.3, difference estimator; Breiman (2001), forests.
 */
export function leastStandardError(activities: readonly Known[]): number {
  const total = activities.reduce((sum, { minutes }) => sum + sumOf(minutes), 0);
  const variance = activities.reduce((sum, activity) => sum + varianceLeft(activity), 0);
  return total === 0 ? 0 : Math.sqrt(variance) / total;
}

/** Variance of the estimated sum of minutes: of what the best of the expectations does not explain, under the best chances for it. */
function varianceLeft({ minutes, rows, timed }: Known): number {
  if (timed >= minutes.length) return 0;
  const mean = sumOf(minutes) / minutes.length;
  const expectations = [minutes.map(() => mean), ...LEAVES.map((leaf) => outOfBag(rows, minutes, { seed: 1, leaf }))];
  const left = expectations.flatMap((expected) => {
    const rests = minutes.map((value, item) => value - expected[item]!);
    const squares = rests.map((rest) => rest * rest);
    const alike = minutes.map(() => Math.sqrt(sumOf(squares) / squares.length));
    return [alike, ...LEAVES.map((leaf) => outOfBag(rows, squares, { seed: 2, leaf }).map(Math.sqrt))].map((spread) =>
      varianceUnder(
        squares,
        bestChances(
          spread.map((each) => Math.hypot(each, LEAST_SPREAD * mean)),
          timed,
        ),
      ),
    );
  });
  return Math.min(...left);
}

const varianceUnder = (squares: Float64Array, chances: Float64Array): number =>
  sumOf(squares.map((square, item) => square * (1 / chances[item]! - 1)));

/** In proportion to the spread, none above 1, adding up to as many as are timed. */
function bestChances(spread: Float64Array, timed: number): Float64Array {
  let certain = 0;
  const descending = spread.toSorted((a, b) => b - a);
  let rest = sumOf(spread);
  while (certain < timed && descending[certain]! * (timed - certain) >= rest) {
    rest -= descending[certain]!;
    certain += 1;
  }
  const scale = (timed - certain) / rest;
  const least = certain === 0 ? Number.POSITIVE_INFINITY : descending[certain - 1]!;
  return spread.map((each) => (each >= least ? 1 : Math.min(1, each * scale)));
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** For each item the mean of the trees that were grown without it. */
function outOfBag(rows: readonly Float64Array[], values: Float64Array, { seed, leaf }: { seed: number; leaf: number }): Float64Array {
  const random = seededRandom(seed);
  const count = values.length;
  const sums = new Float64Array(count);
  const trees = new Float64Array(count);
  for (let tree = 0; tree < TREES; tree += 1) {
    const bag = Array.from({ length: count }, () => Math.floor(random() * count));
    const inBag = new Set(bag);
    const left = Array.from(values.keys()).filter((item) => !inBag.has(item));
    grow({ rows, values, leaf, random }, bag, left, (item, value) => {
      sums[item]! += value;
      trees[item]! += 1;
    });
  }
  const mean = sumOf(values) / count;
  return sums.map((sum, item) => (trees[item] === 0 ? mean : sum / trees[item]!));
}

type Wood = { rows: readonly Float64Array[]; values: Float64Array; leaf: number; random: () => number };

/** Splits the bag as long as it helps, and tells of each item left out of it the mean of its leaf. */
function grow(wood: Wood, bag: readonly number[], left: readonly number[], tell: (item: number, value: number) => void): void {
  if (left.length === 0) return;
  const split = bag.length >= 2 * wood.leaf ? bestSplit(wood, bag) : null;
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
function bestSplit({ rows, values, leaf, random }: Wood, bag: readonly number[]): { feature: number; limit: number } | null {
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
      if (at < leaf || sorted.length - at < leaf || lower === upper) continue;
      const explained = (below * below) / at + (total - below) ** 2 / (sorted.length - at);
      if (explained > most) {
        most = explained;
        best = { feature, limit: (lower + upper) / 2 };
      }
    }
  }
  return best;
}
