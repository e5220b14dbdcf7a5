import { ACTOR_OR_ENABLING_GAP, ENABLING_GAP } from "./auxiliary.ts";

/** An item to be timed, by its place among the items of its activity, and how likely it was to be chosen. */
export type ChosenItem = { item: number; chance: number };

/** Added to both gaps: an item that ends a second after the one before may still have taken a little. */
const LEAST_MINUTES = 3;

/** One in so many is drawn with like chances: where a log's gaps tell nothing, chances by length alone made the error of the total half as large again. */
const ALIKE_SHARE = 0.2;

/**
 * How long an item may have taken, in minutes, from what is known without its start: the geometric mean of two upper bounds, the time since
 * what enabled the work and the shorter of that and the time since the actor's previous touch. The one is too wide where people take up
 * work late, the other too narrow where they do several things at once.
 *
 * @param features auxiliary variables of the item
 */
export function likelySize(features: Float64Array): number {
  const minutes = (feature: number) => features[feature]! / 60 + LEAST_MINUTES;
  return Math.sqrt(minutes(ENABLING_GAP) * minutes(ACTOR_OR_ENABLING_GAP));
}

/**
 * Which items of an activity to time: each with a chance in proportion to how long it may have taken, a fifth of it to that of the mean item, spread
 * evenly over short and long ones.
 * Drawn with like chances, thirty items rarely hold the one in a hundred that stayed open for hours, and that one rules the sum.
 *
 * @param sizes likelySize of every item, above 0
 * @param wanted how many; all of them when there are no more
 * @returns distinct items with their chances, which add up to `wanted`; estimateMinutes takes the chances back out
 * Source: Särndal, Swensson, Wretman (1992), 3.6: systematic sampling with probability proportional to size.
 */
export const chooseItems = (sizes: readonly number[], wanted: number, random: () => number): ChosenItem[] =>
  itemChooser(sizes, wanted)(random);

/** As chooseItems, for many draws from the same items: their order and their chances are worked out once. */
export function itemChooser(sizes: readonly number[], wanted: number): (random: () => number) => ChosenItem[] {
  if (wanted >= sizes.length) return () => sizes.map((_, item) => ({ item, chance: 1 }));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const chances = chancesOf(
    sizes.map((size) => (1 - ALIKE_SHARE) * size + ALIKE_SHARE * mean),
    wanted,
  );
  const bySize = sizes.map((_, item) => item).sort((a, b) => sizes[a]! - sizes[b]! || a - b);
  return (random) => {
    const chosen: ChosenItem[] = [];
    let passed = 0;
    let next = random();
    for (const item of bySize) {
      passed += chances[item]!;
      if (passed <= next || chosen.length === wanted) continue;
      chosen.push({ item, chance: chances[item]! });
      next += 1;
    }
    // Sums of fractions may end a hair below the last step.
    if (chosen.length < wanted) addLast(chosen, bySize, chances);
    return chosen;
  };
}

/** In proportion to size, none above 1: items so large that they are certain are taken, and the rest shared out among the others. */
function chancesOf(sizes: readonly number[], wanted: number): number[] {
  const certain = new Set<number>();
  for (;;) {
    const rest = sizes.reduce((sum, size, item) => (certain.has(item) ? sum : sum + size), 0);
    const share = (wanted - certain.size) / rest;
    const over = sizes.flatMap((size, item) => (!certain.has(item) && size * share >= 1 ? [item] : []));
    if (over.length === 0) return sizes.map((size, item) => (certain.has(item) ? 1 : size * share));
    for (const item of over) certain.add(item);
  }
}

function addLast(chosen: ChosenItem[], bySize: readonly number[], chances: readonly number[]): void {
  const taken = new Set(chosen.map(({ item }) => item));
  const item = bySize.findLast((each) => !taken.has(each));
  if (item !== undefined) chosen.push({ item, chance: chances[item]! });
}
