/** `amount` of weekly value (minor units) counted with prerequisite `to` instead of with item `from`. */
export type Move = { from: number; to: number; amount: number };

type Bundle = { effort: readonly number[]; worth: readonly number[]; before: readonly (readonly number[])[] };

/** Share of a product that rounding may eat, with room to spare: 2^-53 is 1.1e-16. */
const ROUNDING = 1e-14;

/**
 * The smallest closed set with the greatest value per build day, and moves of value to prerequisites that prove it.
 *
 * @param items the items left; each startable one has effort above 0
 */
export function smallestRichestSet({ effort, worth, before }: Bundle, items: readonly number[]): { items: number[]; moves: Move[] } {
  const n = items.length;
  const localOf = new Map(items.map((item, local) => [item, local]));
  const needs = items.map((item) => before[item]!.map((needed) => localOf.get(needed)).filter((local) => local !== undefined));
  // Rising strictly at each step, so that it ends.
  const rate = (locals: readonly number[]) =>
    locals.reduce((total, local) => total + worth[items[local]!]!, 0) / locals.reduce((total, local) => total + effort[items[local]!]!, 0);
  let chosen = items.map((_, local) => local);
  for (;;) {
    let chosenEffort = 0;
    let chosenWorth = 0;
    for (const local of chosen) {
      chosenEffort += effort[items[local]!]!;
      chosenWorth += worth[items[local]!]!;
    }
    // Above 0 where an item returns more per day than the chosen set does; scaled by effort to stay in whole numbers.
    const surplus = items.map((item) => worth[item]! * chosenEffort - effort[item]! * chosenWorth);
    // What is left of two large products that cancel may be rounding and nothing else.
    const slack = ROUNDING * 2 * chosenEffort * chosenWorth * n;
    const flow = pushSurplus(surplus, needs, slack);
    const richer = flow.unplaced;
    const gain = richer.reduce((total, local) => total + surplus[local]!, 0);
    if (gain > slack && richer.length < n && rate(richer) > chosenWorth / chosenEffort) {
      chosen = richer;
      continue;
    }
    const smallest = smallestBalanced(surplus, needs, flow, slack) ?? chosen;
    const inside = new Set(smallest);
    const moves: Move[] = [];
    for (const from of smallest)
      for (const to of needs[from]!) {
        const amount = flow.moved[from * n + to]! / chosenEffort;
        if (amount > 0 && inside.has(to)) moves.push({ from: items[from]!, to: items[to]!, amount });
      }
    return { items: smallest.map((local) => items[local]!), moves };
  }
}

type Flow = {
  /** moved[from * n + to]: surplus sent from an item to its prerequisite. */
  moved: Float64Array;
  /** What each item may still take in (where surplus was below 0) or send (where above). */
  room: Float64Array;
  /** Items reached from those whose surplus found no place: the maximum closure, empty when all surplus was placed. */
  unplaced: number[];
};

/** Maximum flow: sends as much surplus as possible down to prerequisites with a deficit, along shortest paths. */
function pushSurplus(surplus: readonly number[], needs: readonly (readonly number[])[], slack: number): Flow {
  const n = surplus.length;
  const moved = new Float64Array(n * n);
  const room = Float64Array.from(surplus, Math.abs);
  const cameFrom = new Int32Array(n);
  const neededBy: number[][] = surplus.map(() => []);
  for (const [item, list] of needs.entries()) for (const needed of list) neededBy[needed]!.push(item);
  const tiny = slack / Math.max(1, n);
  for (;;) {
    cameFrom.fill(-2);
    const queue: number[] = [];
    for (let item = 0; item < n; item += 1)
      if (surplus[item]! > 0 && room[item]! > tiny) {
        cameFrom[item] = -1;
        queue.push(item);
      }
    let found = -1;
    for (let head = 0; head < queue.length && found < 0; head += 1) {
      const at = queue[head]!;
      if (surplus[at]! < 0 && room[at]! > tiny) {
        found = at;
        break;
      }
      for (const next of needs[at]!)
        if (cameFrom[next] === -2) {
          cameFrom[next] = at;
          queue.push(next);
        }
      for (const next of neededBy[at]!)
        if (cameFrom[next] === -2 && moved[next * n + at]! > tiny) {
          cameFrom[next] = at;
          queue.push(next);
        }
    }
    if (found < 0) return { moved, room, unplaced: queue };
    const isNeed = (from: number, to: number) => needs[from]!.includes(to);
    let amount = room[found]!;
    let at = found;
    for (; cameFrom[at]! >= 0; at = cameFrom[at]!) {
      const from = cameFrom[at]!;
      if (!isNeed(from, at)) amount = Math.min(amount, moved[at * n + from]!);
    }
    amount = Math.min(amount, room[at]!);
    room[at]! -= amount;
    room[found]! -= amount;
    for (let to = found; cameFrom[to]! >= 0; to = cameFrom[to]!) {
      const from = cameFrom[to]!;
      if (isNeed(from, to)) moved[from * n + to]! += amount;
      else moved[to * n + from]! -= amount;
    }
  }
}

/**
 * The smallest closed set whose surplus and deficit balance: no deficit left open inside and no surplus coming in from outside.
 * Undefined only when rounding hides it.
 */
function smallestBalanced(
  surplus: readonly number[],
  needs: readonly (readonly number[])[],
  flow: Flow,
  slack: number,
): number[] | undefined {
  const n = surplus.length;
  let best: number[] | undefined;
  for (let root = 0; root < n; root += 1) {
    const seen = new Set([root]);
    let balanced = true;
    for (const at of seen) {
      if (surplus[at]! < 0 && flow.room[at]! > slack) {
        balanced = false;
        break;
      }
      for (const needed of needs[at]!) seen.add(needed);
      for (let other = 0; other < n; other += 1) if (flow.moved[other * n + at]! > slack) seen.add(other);
    }
    if (balanced && (best === undefined || seen.size < best.length)) best = [...seen];
  }
  return best;
}
