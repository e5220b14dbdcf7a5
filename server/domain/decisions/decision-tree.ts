import type { Agreed } from "./expected-agreement.ts";
import { holds, type Condition, type Decision } from "./decision.ts";

/** A tree of yes-or-no questions, at most three deep. counts: decisions by outcome that reached the leaf in learning. */
export type Tree = Leaf | { condition: Condition; yes: Tree; no: Tree };
export type Leaf = { outcome: string; counts: Readonly<Record<string, number>> };

export const MAX_DEPTH = 3;
const CUTS = 24;
const VALUES = 16;

/** The outcome that the tree predicts, and its leaf. */
export function leafOf(tree: Tree, facts: Decision["facts"]): Leaf {
  let node = tree;
  while ("condition" in node) node = holds(node.condition, facts) ? node.yes : node.no;
  return node;
}

/** Every leaf of a tree, from the yes side of its first question on. */
export const leavesIn = (tree: Tree): Leaf[] => ("condition" in tree ? [...leavesIn(tree.yes), ...leavesIn(tree.no)] : [tree]);

/** How often people decided a leaf's cases as most of them did. */
export const agreedIn = ({ outcome, counts }: Leaf): Agreed => ({
  agreed: counts[outcome] ?? 0,
  decisions: Object.values(counts).reduce((total, count) => total + count, 0),
});

/** The cases of two leaves as those of one, which predicts what most of them got. */
export function joined(one: Leaf, other: Leaf): Leaf {
  const counts = { ...one.counts };
  for (const [outcome, count] of Object.entries(other.counts)) counts[outcome] = (counts[outcome] ?? 0) + count;
  return Object.keys(counts).length === 0 ? one : asLeaf(counts);
}

/**
 * Learns a tree of depth <= 3 that is short enough to read. Every question must explain more than chance would: the deviance it
 * saves has to exceed 2 ln(questions possible) + ln(decisions). Each question is chosen with a look at the best question below
 * it, so that two conditions that only matter together are found; limits are then moved to the best place between two values.
 *
 * @param decisions at least one
 */
export function learnTree(decisions: readonly Decision[], maxDepth: number = MAX_DEPTH): Tree {
  const outcomes = [...new Set(decisions.map(({ outcome }) => outcome))].sort();
  const conditions = candidates(decisions);
  const n = decisions.length;
  const table: Table = {
    labels: outcomes.map((outcome) => bits(n, (i) => decisions[i]!.outcome === outcome)),
    answers: conditions.map((condition) => bits(n, (i) => holds(condition, decisions[i]!.facts))),
    outcomes,
    conditions,
    price: 2 * Math.log(Math.max(1, conditions.length)) + Math.log(n),
    nLogN: Float64Array.from({ length: n + 1 }, (_, count) => (count === 0 ? 0 : count * Math.log(count))),
  };
  return sharpen(
    grow(
      table,
      bits(n, () => true),
      maxDepth,
    ),
    decisions,
  );
}

/** Two choices that make up an outcome, as a group and a priority make up a route; null for an outcome that is one choice. */
export type Twofold = {
  partsOf: (outcome: string) => readonly [first: string, second: string] | null;
  join: (first: string, second: string) => string;
};

/**
 * A tree for outcomes of two choices, each of which people take by facts of their own: a tree of the first choice, and in each of its leaves the
 * tree of the second, learned of all decisions. A priority that is rarely given in one group is then known from the others. Each leaf counts
 * the whole outcomes of its own cases: where no more than few were seen, it says so.
 *
 * @param decisions at least one
 */
export function learnTwofold(decisions: readonly Decision[], { partsOf, join }: Twofold, maxDepth: number = MAX_DEPTH): Tree {
  const firsts = decisions.map(({ facts, outcome }) => ({ facts, outcome: partsOf(outcome)?.[0] ?? outcome }));
  const seconds = decisions.flatMap(
    ({ facts, outcome }) =>
      partsOf(outcome)
        ?.slice(1)
        .map((second) => ({ facts, outcome: second })) ?? [],
  );
  const first = learnTree(firsts, maxDepth);
  if (seconds.length === 0) return first;
  const second = learnTree(seconds, maxDepth);
  const isTwofold = new Set(decisions.flatMap(({ outcome }) => partsOf(outcome)?.[0] ?? []));
  const withSecond = ({ outcome }: Leaf): Tree =>
    isTwofold.has(outcome) ? withLeaves(second, (leaf) => ({ ...leaf, outcome: join(outcome, leaf.outcome) })) : { outcome, counts: {} };
  return counted(withLeaves(first, withSecond), decisions);
}

const withLeaves = (tree: Tree, grown: (leaf: Leaf) => Tree): Tree =>
  "condition" in tree ? { ...tree, yes: withLeaves(tree.yes, grown), no: withLeaves(tree.no, grown) } : grown(tree);

/** The tree with what was decided of the cases in each leaf, without questions that the way there answers, or whose answer is the same. */
function counted(tree: Tree, decisions: readonly Decision[], asked: readonly Asked[] = []): Tree {
  if (!("condition" in tree)) return { outcome: tree.outcome, counts: countsByOutcome(decisions) };
  const { condition } = tree;
  const answer = answerOf(condition, asked);
  if (answer !== null) return counted(answer ? tree.yes : tree.no, decisions, asked);
  const side = (yes: boolean): Tree =>
    counted(
      yes ? tree.yes : tree.no,
      decisions.filter(({ facts }) => holds(condition, facts) === yes),
      [...asked, { condition, yes }],
    );
  const [yes, no] = [side(true), side(false)];
  if (!("condition" in yes) && !("condition" in no) && yes.outcome === no.outcome)
    return { outcome: yes.outcome, counts: countsByOutcome(decisions) };
  return { condition, yes, no };
}

type Asked = { condition: Condition; yes: boolean };

/** What questions that were asked before say of one; null when they leave it open. */
function answerOf(condition: Condition, asked: readonly Asked[]): boolean | null {
  for (const { condition: before, yes } of asked) {
    if (before.fact !== condition.fact) continue;
    if (before.test === "at most" && condition.test === "at most") {
      if (yes && before.limit <= condition.limit) return true;
      // Above the limit or unknown: "at most" is no for both.
      if (!yes && before.limit >= condition.limit) return false;
    } else if (before.test === condition.test && isSame(before, condition)) return yes;
    else if (yes && before.test !== condition.test && [before.test, condition.test].includes("is unknown")) return false;
    else if (yes && before.test === "is" && condition.test === "is") return false;
  }
  return null;
}

const isSame = (one: Condition, other: Condition): boolean => JSON.stringify(one) === JSON.stringify(other);

function countsByOutcome(decisions: readonly Decision[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of decisions) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** A set of decisions, one bit each: counting by outcome is then a few instructions for 32 of them. */
type Bits = Int32Array;

type Table = { labels: Bits[]; answers: Bits[]; outcomes: string[]; conditions: Condition[]; price: number; nLogN: Float64Array };

function bits(n: number, has: (i: number) => boolean): Bits {
  const set = new Int32Array(Math.ceil(n / 32));
  for (let i = 0; i < n; i += 1) if (has(i)) set[i >> 5]! |= 1 << (i & 31);
  return set;
}

/** Ones in a 32-bit word. Source: Warren, Hacker's Delight, figure 5-2. */
function ones(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Questions worth asking: quantiles of numbers, the commonest texts, unknown or not. */
function candidates(decisions: readonly Decision[]): Condition[] {
  const facts = [...new Set(decisions.flatMap(({ facts: known }) => Object.keys(known)))].sort();
  return facts.flatMap((fact): Condition[] => {
    const values = decisions.map(({ facts: known }) => known[fact] ?? null);
    const unknown: Condition[] = values.includes(null) && values.some((value) => value !== null) ? [{ fact, test: "is unknown" }] : [];
    const numbers = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
    const limits = new Set<number>();
    for (let cut = 1; cut < CUTS; cut += 1) {
      const at = Math.floor((cut * numbers.length) / CUTS);
      const below = numbers[at];
      const above = numbers.find((value, i) => i > at && value > below!);
      if (below !== undefined && above !== undefined) limits.add(roundBetween(below, above));
    }
    const texts = new Map<string, number>();
    for (const value of values)
      if (value !== null && typeof value !== "number") texts.set(String(value), (texts.get(String(value)) ?? 0) + 1);
    const common = [...texts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, VALUES);
    // Of two values one question is enough.
    const asked = common.length === 2 && texts.size === 2 && unknown.length === 0 ? common.slice(0, 1) : common.length === 1 ? [] : common;
    return [
      ...unknown,
      ...[...limits].map((limit): Condition => ({ fact, test: "at most", limit })),
      ...asked.map(([value]): Condition => ({ fact, test: "is", value })),
    ];
  });
}

/** The number with the fewest digits in [below, above): "at most 100" reads better than "at most 99.87". */
export function roundBetween(below: number, above: number): number {
  for (let step = 10 ** Math.ceil(Math.log10(Math.max(1e-9, above - below))); step > (above - below) / 1e6; step /= 10) {
    const rounded = Number((Math.ceil(below / step - 1e-9) * step).toPrecision(12));
    if (rounded >= below && rounded < above) return rounded;
  }
  return below;
}

function grow(table: Table, rows: Bits, depth: number): Tree {
  const counts = countsOf(table, rows);
  const here = deviance(table, counts);
  if (depth === 0 || here === 0) return leaf(table, counts);
  let best = { saved: 0, number: -1 };
  for (let number = 0; number < table.answers.length; number += 1) {
    const [yes, no] = divide(rows, table.answers[number]!);
    const countsYes = countsOf(table, yes);
    const countsNo = counts.map((count, c) => count - countsYes[c]!);
    if (sum(countsYes) === 0 || sum(countsNo) === 0) continue;
    const below = depth > 1 ? bestSaving(table, yes, countsYes) + bestSaving(table, no, countsNo) : 0;
    const saved = here - deviance(table, countsYes) - deviance(table, countsNo) + below - table.price;
    if (saved > best.saved + 1e-9) best = { saved, number };
  }
  if (best.number < 0) return leaf(table, counts);
  const [yes, no] = divide(rows, table.answers[best.number]!);
  return { condition: table.conditions[best.number]!, yes: grow(table, yes, depth - 1), no: grow(table, no, depth - 1) };
}

/** What one more question would save, its price taken off; 0 when none is worth it. */
function bestSaving(table: Table, rows: Bits, counts: Float64Array): number {
  const here = deviance(table, counts);
  if (here <= table.price) return 0;
  const labels = table.labels.map((label) => label.map((word, at) => word & rows[at]!));
  let best = 0;
  const yes = new Float64Array(counts.length);
  const no = new Float64Array(counts.length);
  for (const answers of table.answers) {
    for (let c = 0; c < counts.length; c += 1) {
      const label = labels[c]!;
      let count = 0;
      for (let at = 0; at < label.length; at += 1) count += ones(label[at]! & answers[at]!);
      yes[c] = count;
      no[c] = counts[c]! - count;
    }
    best = Math.max(best, here - deviance(table, yes) - deviance(table, no) - table.price);
  }
  return best;
}

function divide(rows: Bits, answers: Bits): [Bits, Bits] {
  return [rows.map((word, at) => word & answers[at]!), rows.map((word, at) => word & ~answers[at]!)];
}

function countsOf({ labels }: Table, rows: Bits): Float64Array {
  return Float64Array.from(labels, (label) => {
    let count = 0;
    for (let at = 0; at < label.length; at += 1) count += ones(label[at]! & rows[at]!);
    return count;
  });
}

function deviance({ nLogN }: Table, counts: Float64Array): number {
  let total = 0;
  let terms = 0;
  for (const count of counts) {
    total += count;
    terms += nLogN[count]!;
  }
  return 2 * (nLogN[total]! - terms);
}

const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);

function leaf({ outcomes }: Table, counts: Float64Array): Leaf {
  return asLeaf(Object.fromEntries(outcomes.map((outcome, c) => [outcome, counts[c]!])));
}

function asLeaf(counts: Readonly<Record<string, number>>): Leaf {
  const [outcome] = Object.entries(counts).reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return { outcome, counts };
}

/** Moves each limit to where the fewest decisions are predicted wrongly, the rest of the tree as it is, and counts the leaves anew. */
function sharpen(tree: Tree, decisions: readonly Decision[]): Tree {
  if (!("condition" in tree)) return recount(tree, decisions);
  const { condition, yes, no } = tree;
  const moved = condition.test === "at most" ? bestLimit(condition, yes, no, decisions) : condition;
  const reach = decisions.filter(({ facts }) => holds(moved, facts));
  const rest = decisions.filter(({ facts }) => !holds(moved, facts));
  return { condition: moved, yes: sharpen(yes, reach), no: sharpen(no, rest) };
}

function recount(node: Leaf, decisions: readonly Decision[]): Leaf {
  if (decisions.length === 0) return node;
  const counts: Record<string, number> = Object.fromEntries(Object.keys(node.counts).map((outcome) => [outcome, 0]));
  for (const { outcome } of decisions) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return asLeaf(counts);
}

function bestLimit(condition: Condition & { test: "at most" }, yes: Tree, no: Tree, decisions: readonly Decision[]): Condition {
  const rows = decisions.flatMap(({ facts, outcome }) => {
    const value = facts[condition.fact];
    if (typeof value !== "number") return [];
    const gain = Number(leafOf(yes, facts).outcome === outcome) - Number(leafOf(no, facts).outcome === outcome);
    return [{ value, gain }];
  });
  rows.sort((a, b) => a.value - b.value);
  const start = rows.findIndex(({ value }) => value > condition.limit);
  let right = 0;
  let best = { right: Number.NEGATIVE_INFINITY, limit: condition.limit, distance: Infinity };
  for (const [at, { value, gain }] of rows.entries()) {
    right += gain;
    const next = rows[at + 1]?.value;
    if (next === undefined || next === value) continue;
    const distance = Math.abs(at + 1 - start);
    if (right > best.right || (right === best.right && distance < best.distance))
      best = { right, limit: roundBetween(value, next), distance };
  }
  return { ...condition, limit: best.limit };
}
