import { seededRandom } from "../effort/random.ts";
import type { Interval } from "../interval.ts";
import type { Decision } from "./decision.ts";
import { tableOf, type TableRow } from "./decision-table.ts";
import { leafOf, learnTree, type Leaf, type Tree } from "./decision-tree.ts";
import { wilsonLower } from "./wilson.ts";

/** What people's decisions say about the rule behind them. Shares are 0..1. */
export type DecisionMining = {
  decisions: number;
  /** Share decided as the commonest outcome: what one gets right without any rule. */
  majority: number;
  /** Share that a tree predicts right of decisions it has not seen. */
  accuracy: number;
  /** (accuracy - majority) / (1 - majority): 0 no rule that can be seen, 1 fully by rule. The point is not below 0. */
  rulesBasedness: Interval;
  automatableShare: number;
  table: TableRow[];
  tree: Tree;
};

const FOLDS = 10;
const FEWEST = 30;
const BOOTSTRAPS = 400;
/** The agreement that a leaf must have for sure before a rule may decide in its place. */
const SURE = 0.95;

/**
 * Decision mining: a tree of depth <= 3 predicts what people decided from facts known at the time, ten-fold cross-validated.
 *
 * The automatable share counts the decisions in leaves of the learned table whose held-out agreement is at least 95 % by its Wilson
 * lower bound: agreement is that of the tree of the fold that had not seen the decision. Interval: 90 %, bootstrap over decisions.
 *
 * @param decisions any order; fewer than 30, or only one outcome ever: null, because nothing can be learned
 * @param seed of the folds and the bootstrap
 * Source: Rozinat, van der Aalst (2006), "Decision mining in business processes".
 */
export function mineDecisions(decisions: readonly Decision[], seed = 1): DecisionMining | null {
  const counts = new Map<string, number>();
  for (const { outcome } of decisions) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  if (decisions.length < FEWEST || counts.size < 2) return null;
  const random = seededRandom(seed);
  const right = heldOut(decisions, random);
  const commonest = [...counts].reduce((best, entry) =>
    entry[1] > best[1] || (entry[1] === best[1] && entry[0] < best[0]) ? entry : best,
  )[0];
  const usual = Uint8Array.from(decisions, ({ outcome }) => (outcome === commonest ? 1 : 0));
  const accuracy = shareOf(right);
  const majority = shareOf(usual);
  const tree = learnTree(decisions);
  return {
    decisions: decisions.length,
    majority,
    accuracy,
    rulesBasedness: scoreWithRange(right, usual, random),
    automatableShare: automatable(tree, decisions, right),
    table: tableOf(tree),
    tree,
  };
}

/** For each decision whether a tree learned without its fold predicts it. */
function heldOut(decisions: readonly Decision[], random: () => number): Uint8Array {
  const order = decisions.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const right = new Uint8Array(decisions.length);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const tree = learnTree(order.filter((_, at) => at % FOLDS !== fold).map((i) => decisions[i]!));
    for (const i of order.filter((_, at) => at % FOLDS === fold))
      right[i] = leafOf(tree, decisions[i]!.facts).outcome === decisions[i]!.outcome ? 1 : 0;
  }
  return right;
}

function scoreWithRange(right: Uint8Array, usual: Uint8Array, random: () => number): Interval {
  const n = right.length;
  const score = (accuracy: number, majority: number) => (majority >= 1 ? 0 : (accuracy - majority) / (1 - majority));
  const point = score(shareOf(right), shareOf(usual));
  const draws = Float64Array.from({ length: BOOTSTRAPS }, () => {
    let hits = 0;
    let majority = 0;
    for (let i = 0; i < n; i += 1) {
      const drawn = Math.floor(random() * n);
      hits += right[drawn]!;
      majority += usual[drawn]!;
    }
    return score(hits / n, majority / n);
  }).sort();
  const low = Math.min(point, draws[Math.floor(0.05 * BOOTSTRAPS)]!);
  const high = Math.max(point, draws[Math.ceil(0.95 * BOOTSTRAPS) - 1]!);
  // A score below nothing is chance: the point and the upper end are not below 0.
  return { low, point: Math.max(0, point), high: Math.max(0, high) };
}

function automatable(tree: Tree, decisions: readonly Decision[], right: Uint8Array): number {
  const leaves = new Map<Leaf, { n: number; agreed: number }>();
  for (const [i, { facts, outcome }] of decisions.entries()) {
    const leaf = leafOf(tree, facts);
    const tally = leaves.get(leaf) ?? { n: 0, agreed: 0 };
    leaves.set(leaf, tally);
    tally.n += 1;
    // Both the tree in the table and the one that had not seen it must agree: the table is what would be automated.
    if (right[i] === 1 && leaf.outcome === outcome) tally.agreed += 1;
  }
  const sure = [...leaves.values()].filter(({ n, agreed }) => wilsonLower(agreed, n) >= SURE);
  return sure.reduce((sum, { n }) => sum + n, 0) / decisions.length;
}

const shareOf = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
