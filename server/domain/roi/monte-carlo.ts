import type { Interval } from "../interval.ts";
import { compileModel, emptyOutcome } from "./compile-model.ts";
import { quantileOf, type Quantile } from "./quantile.ts";
import { fillPermutation } from "./random.ts";
import type { Scenario } from "./scenario.ts";

/** p10, p50 and p90 of the draws; Infinity for a payback that does not come within the horizon. */
export type Percentiles = { p10: number; p50: number; p90: number };

export type MonteCarloResult = {
  draws: number;
  npvMinor: Percentiles;
  /** p10 and p90 around the mean, for a band. */
  npvRange: Interval;
  /** null when there are no costs. */
  roi: Percentiles | null;
  paybackMonths: Percentiles;
  /** P(NPV < 0), 0..1. */
  lossProbability: number;
  /** Spearman's rank correlation of each uncertain input with the NPV, -1..1, strongest first; 0 where the NPV does not vary. */
  rankCorrelations: readonly { key: string; rho: number }[];
  /** NPV of every draw, in the order of drawing: equal draws of two scenarios of one seed can be compared pair by pair. */
  npvMinorByDraw: Float64Array;
};

/** A simulation in slices: call `step` until it returns true, then `result`. No timers, so that the caller decides when to paint. */
export type MonteCarlo = {
  /** Evaluates up to `count` further draws; true when all are done. */
  step: (count: number) => boolean;
  /** @throws Error before all draws are done */
  result: () => MonteCarloResult;
};

export const DEFAULT_DRAWS = 10_000; // roi.md: at least 10,000

/** Slices are numbered in 16 bits. */
const MOST_DRAWS = 65_536;
/** Preparing one column costs about as much as evaluating this many draws. */
const DRAWS_PER_COLUMN = 50;
/** Cells of the table of an input's values; even, so that the median, where a measured interval bends, is a node. */
const CELLS = 512;

/**
 * Monte Carlo over the inputs that have a range, by Latin hypercube: each input's range is cut into as many equally likely slices as there
 * are draws, and the middle of every slice is drawn once. Each input's order comes from a stream of its own name, so scenarios of the same
 * seed share their random numbers. Lines are not rounded to minor units within a draw.
 *
 * @throws RangeError unless 2 <= draws <= 65,536
 */
export function startMonteCarlo(scenario: Scenario, draws = DEFAULT_DRAWS): MonteCarlo {
  if (!(draws >= 2 && draws <= MOST_DRAWS)) throw new RangeError(`a simulation has 2 to ${MOST_DRAWS} draws, not ${draws}`);
  const model = compileModel(scenario);
  const pertTables = new Map<number, Float64Array>();
  const uncertain = model.inputs.flatMap((named, slot) => {
    const quantile = quantileOf(named.input, pertTables);
    return quantile ? [{ slot, key: named.key, quantile }] : [];
  });
  const memory = takeMemory(draws, model.values.length * draws, uncertain.length * draws);
  // One column of draws per input, one behind the other: written and read in order, which is what memory is fast at.
  const { values } = memory;
  const slicesOf = (column: number) => memory.slices.subarray(column * draws, (column + 1) * draws);
  const drawn = new Set(uncertain.map(({ slot }) => slot));
  model.values.forEach((value, slot) => {
    if (!drawn.has(slot)) values.fill(value, slot * draws, (slot + 1) * draws);
  });
  const bySlice = new Float64Array(draws);
  const npv = new Float64Array(draws);
  const roi = new Float64Array(draws);
  const payback = new Float64Array(draws);
  const outcome = emptyOutcome();
  let columns = 0;
  let done = 0;
  let finished: MonteCarloResult | null = null;

  return {
    step(count) {
      let budget = count;
      for (; columns < uncertain.length && budget > 0; columns += 1) {
        const { slot, key, quantile } = uncertain[columns]!;
        const slices = slicesOf(columns);
        const order = `${scenario.seed} ${key}`;
        if (memory.orders[columns] !== order) fillPermutation(scenario.seed, key, slices);
        memory.orders[columns] = order;
        fillColumn(quantile, slices, values.subarray(slot * draws, (slot + 1) * draws), bySlice);
        budget -= DRAWS_PER_COLUMN;
      }
      const until = columns < uncertain.length ? done : Math.min(draws, done + Math.max(0, budget));
      for (; done < until; done += 1) {
        model.evaluate(values, done, draws, outcome);
        npv[done] = outcome.npvMinor;
        roi[done] = outcome.npvMinor / outcome.presentCostMinor;
        payback[done] = outcome.paybackMonths;
      }
      return done === draws;
    },
    result() {
      if (done < draws) throw new Error(`only ${done} of ${draws} draws are done: call step until it returns true`);
      if (finished) return finished;
      const sorted = npv.slice().sort();
      const ranks = midRanks(npv, sorted);
      const percentiles = percentilesOf(sorted);
      roi.sort();
      payback.sort();
      const costless = !Number.isFinite(roi[0]) || !Number.isFinite(roi[draws - 1]);
      const correlate = correlationWith(ranks);
      finished = {
        draws,
        npvMinor: percentiles,
        npvRange: { low: percentiles.p10, point: sum(npv) / draws, high: percentiles.p90 },
        roi: costless ? null : percentilesOf(roi),
        paybackMonths: percentilesOf(payback),
        lossProbability: lowerBound(sorted, 0) / draws,
        rankCorrelations: uncertain
          .map(({ key }, column) => ({ key, rho: correlate(slicesOf(column)) }))
          .toSorted((a, b) => Math.abs(b.rho) - Math.abs(a.rho)),
        npvMinorByDraw: npv,
      };
      spare = memory;
      return finished;
    },
  };
}

/** `orders`: the seed and the name of the input whose order stands in each column of `slices`. */
type Memory = { draws: number; values: Float64Array; slices: Uint16Array; orders: string[] };

/**
 * That of the last finished simulation: fresh memory costs more than the draws that go into it (some 14 MB for six automations), and while
 * one scenario is played with, the order of its inputs' slices stays.
 */
let spare: Memory | null = null;

function takeMemory(draws: number, valueCount: number, sliceCount: number): Memory {
  const taken = spare;
  spare = null;
  const fits = taken?.draws === draws && taken.values.length >= valueCount && taken.slices.length >= sliceCount;
  return fits ? taken : { draws, values: new Float64Array(valueCount), slices: new Uint16Array(sliceCount), orders: [] };
}

/**
 * Fills a column with the values of its slices: exact in the lowest and highest 64th, between 513 nodes elsewhere (off by less than 0.1 %
 * of a standard deviation). A slice's number is the rank of its value, so rank correlations need no sorting.
 *
 * The values are made in the order of their slices and then handed out: going up a straight line costs a third of looking up its cell.
 */
function fillColumn(quantile: Quantile, slices: Uint16Array, column: Float64Array, bySlice: Float64Array): void {
  const draws = slices.length;
  const tail = Math.ceil(draws / 64);
  const last = draws - tail;
  for (let slice = 0; slice < Math.min(tail, draws); slice += 1) bySlice[slice] = quantile((slice + 0.5) / draws);
  for (let slice = Math.max(tail, last); slice < draws; slice += 1) bySlice[slice] = quantile((slice + 0.5) / draws);
  const cellsPerSlice = CELLS / draws;
  let slice = tail;
  for (let cell = Math.floor((tail + 0.5) * cellsPerSlice), from = quantile(cell / CELLS); slice < last; cell += 1) {
    const to = quantile((cell + 1) / CELLS);
    const until = Math.min(last, Math.ceil(((cell + 1) * draws) / CELLS - 0.5));
    for (; slice < until; slice += 1) bySlice[slice] = from + (to - from) * ((slice + 0.5) * cellsPerSlice - cell);
    from = to;
  }
  for (let i = 0; i < draws; i += 1) column[i] = bySlice[slices[i]!]!;
}

/** All draws at once. */
export function monteCarlo(scenario: Scenario, draws = DEFAULT_DRAWS): MonteCarloResult {
  const simulation = startMonteCarlo(scenario, draws);
  while (!simulation.step(draws));
  return simulation.result();
}

/**
 * The value at a share of sorted draws, interpolated between neighbours (Hyndman and Fan's type 7); Infinity stays Infinity.
 */
export function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

function percentilesOf(sorted: Float64Array): Percentiles {
  return { p10: percentile(sorted, 0.1), p50: percentile(sorted, 0.5), p90: percentile(sorted, 0.9) };
}

/** Number of sorted values below a bound. */
function lowerBound(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rank of each value, 0..n-1; equal values share the mean of their ranks. */
function midRanks(values: Float64Array, sorted: Float64Array): Float64Array {
  const rankOfFirst = sorted.slice();
  for (let first = 0; first < sorted.length;) {
    let last = first;
    while (sorted[last + 1] === sorted[first]) last += 1;
    rankOfFirst[first] = (first + last) / 2;
    first = last + 1;
  }
  return values.map((value) => rankOfFirst[lowerBound(sorted, value)] ?? 0);
}

/** Pearson's correlation of a column's slices with the ranks, which is Spearman's of the values; 0 when the ranks do not vary. */
function correlationWith(ranks: Float64Array): (slices: Uint16Array) => number {
  const n = ranks.length;
  const mean = (n - 1) / 2;
  let rankVariance = 0;
  for (let i = 0; i < n; i += 1) rankVariance += (ranks[i]! - mean) ** 2 / n;
  const scale = Math.sqrt(rankVariance * ((n * n - 1) / 12));
  return (slices) => (scale === 0 ? 0 : (products(slices, ranks) / n - mean * mean) / scale);
}

function products(slices: Uint16Array, ranks: Float64Array): number {
  const n = ranks.length;
  // Two sums side by side: one would wait for its own last addition at every step.
  let [even, odd] = [0, 0];
  for (let i = 0; i + 1 < n; i += 2) {
    even += slices[i]! * ranks[i]!;
    odd += slices[i + 1]! * ranks[i + 1]!;
  }
  return even + odd + (n % 2 === 1 ? slices[n - 1]! * ranks[n - 1]! : 0);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i]!;
  return total;
}
