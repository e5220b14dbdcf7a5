import { mayStandAt, type Problem } from "./problem.ts";
import type { Relaxation } from "./relaxation.ts";

/** One bit a set member in a whole number that stays positive. */
export const MAX_EXACT_ITEMS = 31;

export type SearchLimits = {
  /** Sets (or labels) looked at before the search gives up proving; about 60 bytes each while open, 5 once closed. */
  maxStates: number;
  /** Asked now and then; true ends the search with the best order found so far. */
  shouldStop: () => boolean;
  onProgress: (progress: Progress) => void;
};

/** `placed` of `items` positions are settled; `states` were looked at. */
export type Progress = { placed: number; items: number; states: number };

export type SearchResult = {
  /** Best order found, or null when none better than the known total was seen. */
  order: number[] | null;
  /** Whether every better order is ruled out. */
  closed: boolean;
  states: number;
};

/** Layers smaller than this are cheaper to expand than to bound. */
const BOUND_FROM_STATES = 4_000;
/** Sets kept a layer once proving is given up. */
const BEAM_STATES = 2_000;

/**
 * The best order when ends depend only on the set built before: dynamic programming over prerequisite-closed sets, one layer
 * a position. Sets that cannot beat `knownTotal` are dropped.
 *
 * @param startDay day at which the first item may start
 * @param knownTotal total of an order in hand; only better ones are sought
 */
export function searchSets(
  problem: Problem,
  {
    startDay,
    knownTotal,
    bound,
    limits,
    priorStates = 0,
  }: {
    startDay: number;
    knownTotal: number;
    bound: Relaxation;
    limits: SearchLimits;
    priorStates?: number;
  },
): SearchResult {
  const { effort, worth, before, curve } = problem;
  const n = effort.length;
  const needs = Int32Array.from(before, (list) => list.reduce((mask, item) => mask | (1 << item), 0));
  const efforts = Float64Array.from(effort);
  const worths = Float64Array.from(worth);
  const margin = 1e-12 * Math.abs(knownTotal);

  const parents: Int32Array[] = [];
  const items: Int8Array[] = [];
  let layer = newLayer(1);
  layer.sets[0] = 0;
  layer.days[0] = startDay;
  layer.count = 1;
  let states = 0;
  let closed = true;

  for (let position = 0; position < n; position += 1) {
    const next = newLayer(Math.max(64, layer.count * 2));
    const stands = effort.map((_, item) => mayStandAt(problem, item, position));
    for (let from = 0; from < layer.count; from += 1) {
      if ((from & 0x3fff) === 0x3fff && limits.shouldStop()) return { order: null, closed: false, states };
      if (closed && priorStates + states + next.count > limits.maxStates) {
        closed = false;
        break;
      }
      const built = layer.sets[from]!;
      const soFar = layer.totals[from]!;
      for (let item = 0; item < n; item += 1) {
        if ((built & (1 << item)) !== 0 || (needs[item]! & ~built) !== 0 || !stands[item]) continue;
        const set = built | (1 << item);
        let at = find(next, set);
        if (at < 0) {
          at = add(next, set, layer.days[from]! + efforts[item]!);
          next.worths[at] = curve.at(next.days[at]!);
        }
        const total = soFar + worths[item]! * next.worths[at]!;
        if (total > next.totals[at]!) {
          next.totals[at] = total;
          next.parents[at] = from;
          next.items[at] = item;
        }
      }
    }
    states += next.count;
    if (!closed || next.count >= BOUND_FROM_STATES)
      dropHopeless(next, { knownTotal: knownTotal + margin, bound, keep: closed ? next.count : BEAM_STATES });
    limits.onProgress({ placed: position + 1, items: n, states: priorStates + states });
    if (limits.shouldStop()) return { order: null, closed: false, states };
    parents.push(next.parents.slice(0, next.count));
    items.push(next.items.slice(0, next.count));
    layer = next;
    if (layer.count === 0) return { order: null, closed, states };
  }
  if (layer.totals[0]! <= knownTotal + margin) return { order: null, closed, states };
  const order: number[] = [];
  for (let position = n - 1, at = 0; position >= 0; position -= 1) {
    order.push(items[position]![at]!);
    at = parents[position]![at]!;
  }
  return { order: order.toReversed(), closed, states };
}

/** The sets of one size, as columns, with a hash table from set to row. */
type Layer = {
  count: number;
  sets: Int32Array;
  totals: Float64Array;
  days: Float64Array;
  worths: Float64Array;
  parents: Int32Array;
  items: Int8Array;
  /** Row + 1 by hash; 0 is empty. */
  table: Int32Array;
};

function newLayer(capacity: number): Layer {
  const rows = 1 << Math.ceil(Math.log2(capacity));
  return {
    count: 0,
    sets: new Int32Array(rows),
    totals: new Float64Array(rows),
    days: new Float64Array(rows),
    worths: new Float64Array(rows),
    parents: new Int32Array(rows),
    items: new Int8Array(rows),
    table: new Int32Array(rows * 2),
  };
}

function slotOf(layer: Layer, set: number): number {
  const mask = layer.table.length - 1;
  // Multiplying by 2^32 divided by the golden ratio spreads neighbouring sets (Knuth, multiplicative hashing).
  const mixed = Math.imul(set, 0x9e3779b1);
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  for (;;) {
    const row = layer.table[slot]! - 1;
    if (row < 0 || layer.sets[row] === set) return slot;
    slot = (slot + 1) & mask;
  }
}

function find(layer: Layer, set: number): number {
  return layer.table[slotOf(layer, set)]! - 1;
}

function add(layer: Layer, set: number, day: number): number {
  if (layer.count === layer.sets.length) grow(layer);
  const row = layer.count;
  layer.count += 1;
  layer.sets[row] = set;
  layer.days[row] = day;
  layer.totals[row] = Number.NEGATIVE_INFINITY;
  layer.table[slotOf(layer, set)] = row + 1;
  return row;
}

function grow(layer: Layer): void {
  const bigger = newLayer(layer.sets.length * 2);
  bigger.sets.set(layer.sets);
  bigger.totals.set(layer.totals);
  bigger.days.set(layer.days);
  bigger.worths.set(layer.worths);
  bigger.parents.set(layer.parents);
  bigger.items.set(layer.items);
  Object.assign(layer, { ...bigger, count: layer.count });
  for (let row = 0; row < layer.count; row += 1) layer.table[slotOf(layer, layer.sets[row]!)] = row + 1;
}

/** Removes rows whose bound does not exceed the known total, and all but the `keep` most promising; the hash table is void after. */
function dropHopeless(layer: Layer, { knownTotal, bound, keep }: { knownTotal: number; bound: Relaxation; keep: number }): void {
  const hope = new Float64Array(layer.count);
  const rows: number[] = [];
  const freeDays = [0];
  for (let row = 0; row < layer.count; row += 1) {
    freeDays[0] = layer.days[row]!;
    hope[row] = layer.totals[row]! + bound({ built: layer.sets[row]!, freeDays });
    if (hope[row]! > knownTotal) rows.push(row);
  }
  if (rows.length > keep) {
    rows.sort((a, b) => hope[b]! - hope[a]!);
    rows.length = keep;
    rows.sort((a, b) => a - b);
  }
  for (const [to, from] of rows.entries()) {
    layer.sets[to] = layer.sets[from]!;
    layer.totals[to] = layer.totals[from]!;
    layer.days[to] = layer.days[from]!;
    layer.parents[to] = layer.parents[from]!;
    layer.items[to] = layer.items[from]!;
  }
  layer.count = rows.length;
}
