import { splitIntoBlocks, type Decomposition } from "./blocks.ts";
import { nameMoves, type Certificate, type CertificatePart } from "./certificate.ts";
import { improveOrder } from "./improve-order.ts";
import { searchLabels } from "./label-search.ts";
import { endDependsOnSetOnly, sum, type Problem } from "./problem.ts";
import { relaxation } from "./relaxation.ts";
import { schedule } from "./schedule.ts";
import { MAX_EXACT_ITEMS, searchSets, type SearchLimits } from "./set-search.ts";
import { startOrders } from "./start-orders.ts";

export type Solution = {
  /** Item indexes in the order to build them. */
  order: number[];
  total: number;
  /** No order has a greater total. */
  bound: number;
  /** Whether the order is proven best: bound equals total. */
  proven: boolean;
  /** Whether the search was cut short by `shouldStop` or the limit on states. */
  cutShort: boolean;
  /** Sets or labels looked at. */
  states: number;
  /** The decomposition of the items without pins, calendar or learning: phases and explanations are made from it. */
  blocks: Decomposition["blocks"];
  certificate: Certificate;
};

export class NoOrderError extends RangeError {}

/**
 * 4 million states: up to about 250 MB and some 5 s. All plans of 30 items with shared connectors that were tried stay below
 * 1 million; 30 items that need nothing from each other have 2^30 and stop here when the curve is not straight.
 */
const DEFAULT_LIMITS: SearchLimits = { maxStates: 4_000_000, shouldStop: () => false, onProgress: () => {} };

/**
 * The order with the greatest total, proven or with a bound.
 *
 * Exact for up to 31 items within the limits, and for the straight curve for more when no block is larger.
 * @throws NoOrderError when the pins leave no order (planProblems tells so beforehand)
 */
export function solve(problem: Problem, limits: Partial<SearchLimits> = {}): Solution {
  const all = { ...DEFAULT_LIMITS, ...limits };
  return fallsIntoBlocks(problem) ? solveByBlocks(problem, all) : solveWhole(problem, all);
}

/** Whether a best order builds block after block (Sidney 1975): one team, no calendar in the way, no pins, nothing learned. */
export function fallsIntoBlocks(problem: Problem): boolean {
  const free = problem.notAt === undefined && problem.pinnedAt.every((position) => position < 0);
  return endDependsOnSetOnly(problem) && free && problem.curve.straightUntilDay >= sum(problem.effort);
}

/** Block by block: loses nothing where fallsIntoBlocks holds. */
function solveByBlocks(problem: Problem, limits: SearchLimits): Solution {
  const { blocks, moves } = splitIntoBlocks(
    problem,
    problem.ids.map((_, item) => item),
  );
  const order: number[] = [];
  const parts: CertificatePart[] = [];
  let bound = 0;
  let states = 0;
  let startDay = 0;
  for (const block of blocks) {
    const part = subproblem(problem, block.items);
    const localMoves = moves
      .filter((move) => block.items.includes(move.from))
      .map((move) => ({ ...move, from: block.items.indexOf(move.from), to: block.items.indexOf(move.to) }));
    const relaxed = relaxation(part, localMoves);
    const known = bestKnown(part, limits.shouldStop);
    const shift = problem.curve.at(startDay) - problem.curve.at(0);
    const fits = block.items.length <= MAX_EXACT_ITEMS;
    const found = fits
      ? searchSets(part, { startDay: 0, knownTotal: known.total, bound: relaxed, limits, priorStates: states })
      : { order: null, closed: false, states: 0 };
    const inside = found.order ?? known.order;
    const total = schedule(part, inside).total;
    states += found.states;
    bound += (found.closed ? total : Math.max(total, relaxed({ built: 0, freeDays: [0] }))) + block.worth * shift;
    parts.push({ items: block.items.map((item) => problem.ids[item]!), enumerated: found.closed });
    for (const local of inside) order.push(block.items[local]!);
    startDay += block.effort;
  }
  return finish(problem, { order, bound, states, blocks, parts, moves });
}

function solveWhole(problem: Problem, limits: SearchLimits): Solution {
  const { blocks, moves } = splitIntoBlocks(
    problem,
    problem.ids.map((_, item) => item),
  );
  const relaxed = relaxation(problem, moves);
  const known = bestKnown(problem, limits.shouldStop);
  const search = endDependsOnSetOnly(problem) ? searchSets : searchLabels;
  const found =
    problem.ids.length <= MAX_EXACT_ITEMS
      ? search(problem, { startDay: 0, knownTotal: known.total, bound: relaxed, limits })
      : { order: null, closed: false, states: 0 };
  const order = found.order ?? known.order;
  const bound = relaxed({ built: 0, freeDays: Array.from({ length: problem.teams }, () => 0) });
  const parts = [{ items: [...problem.ids], enumerated: found.closed }];
  return finish(problem, { order, bound, states: found.states, blocks, parts, moves });
}

/** The best of the starting orders after improvement. */
function bestKnown(problem: Problem, shouldStop: () => boolean): { order: number[]; total: number } {
  const improved = startOrders(problem).map((order) => improveOrder(problem, order, shouldStop));
  const best = improved.sort((a, b) => b.total - a.total)[0];
  if (best === undefined) throw new NoOrderError("The pinned places leave no order: unpin one.");
  return best;
}

/** The items of one block as a problem of their own, with prerequisites inside it only. */
function subproblem(problem: Problem, items: readonly number[]): Problem {
  const pick = <T>(column: readonly T[]) => items.map((item) => column[item]!);
  return {
    ...problem,
    ids: pick(problem.ids),
    effort: pick(problem.effort),
    worth: pick(problem.worth),
    before: pick(problem.before).map((list) => list.map((needed) => items.indexOf(needed)).filter((local) => local >= 0)),
    earliest: pick(problem.earliest),
    family: pick(problem.family),
    pinnedAt: items.map(() => -1),
  };
}

function finish(
  problem: Problem,
  {
    order,
    bound,
    states,
    blocks,
    parts,
    moves,
  }: Pick<Solution, "order" | "bound" | "states" | "blocks"> & Decomposition & { parts: CertificatePart[] },
): Solution {
  const { total } = schedule(problem, order);
  const complete = parts.every((part) => part.enumerated);
  const sure = complete ? total : Math.max(total, bound);
  const certificate = {
    order: order.map((item) => problem.ids[item]!),
    total,
    bound: sure,
    parts,
    moved: nameMoves(problem.ids, moves),
  };
  return { order, total, bound: sure, proven: sure === total, cutShort: !complete, states, blocks, certificate };
}
