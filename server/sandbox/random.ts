/** A stream of numbers that depends on nothing but the words it was made from. */
export interface Random {
  /** 0 <= x < 1 */
  next(): number;
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  /** Whole number, both ends included. */
  integer(low: number, high: number): number;
  pick<T, U = T>(list: readonly [T, ...U[]]): T | U;
  /** One of the pairs, chosen in proportion to its weight. */
  weighted<T>(list: readonly [readonly [T, number], ...(readonly [T, number])[]]): T;
  /** exp(N(ln median, spread^2)): half of the values lie below the median, the tail is long. */
  lognormal(median: number, spread: number): number;
  poisson(mean: number): number;
}

/** FNV-1a, 32 bit: spreads similar words (order 17, order 18) over the whole range. */
function hashOf(words: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) {
    hash ^= words.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Draws are keyed by what they are for ("seed", "order", 17) and not by their turn. So an order has the
 * same facts whether or not something else happened before it, and two runs that differ by one action
 * differ only in what follows from that action.
 */
export function createRandom(...words: readonly (string | number)[]): Random {
  let state = hashOf(words.join("/"));
  function next(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  }
  function normal(): number {
    return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  }
  return {
    next,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    weighted(list) {
      const total = list.reduce((sum, [, weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [value, weight] of list) {
        left -= weight;
        if (left < 0) return value;
      }
      return list[0][0];
    },
    lognormal: (median, spread) => median * Math.exp(spread * normal()),
    poisson(mean) {
      if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count++;
      return count;
    },
  };
}
