import { countWords } from "../count-words.ts";
import { inList } from "./cell-words.ts";
import { holds, type Condition, type Decision } from "./decision.ts";
import { inWords, type TableRow } from "./decision-table.ts";
import { agreedIn, leafOf, leavesIn, type Leaf, type Tree } from "./decision-tree.ts";
import type { Agreed } from "./expected-agreement.ts";
import { MOST_REASON, NEEDS_PERSON, type CellTest, type FactDefinition, type RuleRow, type RuleTable } from "./rule-table.ts";
import { quotedValue } from "./value-words.ts";
import { wilsonLower } from "./wilson.ts";

export type Drafting = {
  /** Whether people agreed enough on a leaf; by default what its own cases alone show. */
  isSure?: (leaf: Agreed) => boolean;
  /** What all cases that the tree was learned of have in common: it stands in every row and in its reason. */
  within?: readonly Condition[];
  /** How people call what they chose; what has no title goes by its name. */
  titles?: ReadonlyMap<string, string>;
  /**
   * The decisions that the tree was learned of. A question about a fact that is not known is answered no: with them, rows below such an answer
   * leave to a person what people were not seen to decide without that fact.
   */
  seen?: readonly Decision[];
};

const SURE = 0.95;
/** People's agreement, by its Wilson lower bound, from which a row of a draft decides in their place. Below it the row asks a person. */
const isSureAlone = ({ agreed, decisions }: Agreed): boolean => wilsonLower(agreed, decisions) >= SURE;

/**
 * The learned tree as the draft of a rule table: one row a leaf, the yes side of each question above its no side, so that the first
 * row that is met is the leaf that the tree leads to. Where people did not surely agree among themselves, the row asks a person
 * and its reason says how they decided.
 *
 * Where a fact of the way is not known, the row decides only what people were seen to decide without it.
 *
 * @param outcomeOf the playbook's outcome for an activity that people chose; an activity without one asks a person
 * @throws RangeError when the tree asks for a fact that is not defined: mine with the playbook's facts only
 */
export function tableFromMining(
  tree: Tree,
  facts: readonly FactDefinition[],
  outcomeOf: ReadonlyMap<string, string>,
  { isSure = isSureAlone, within = [], titles = new Map(), seen }: Drafting = {},
): RuleTable {
  const shared = within.map((condition) => ({ condition, expected: true }));
  const acts = (leaf: Leaf) => outcomeOf.has(leaf.outcome) && isSure(agreedIn(leaf));
  const leaves = leavesOf(tree, [...within], shared, seen === undefined ? null : { seen, known: new Set(), acts, isSure });
  const asked = new Set(leaves.flatMap(({ met }) => met.map(({ fact }) => fact)));
  const rows = leaves.flatMap(({ leaf, met, path }): RuleRow[] => {
    const when: Record<string, CellTest> = {};
    for (const condition of met) {
      const cell = narrowed(when[condition.fact], condition, definitionOf(facts, condition.fact));
      if (cell === null) return [];
      when[condition.fact] = cell;
    }
    const words = { when: whenWords(path, facts), titles };
    return [{ id: "", when, ...(leaf === null ? notSeen(words.when) : decisionOf(leaf, outcomeOf, isSure, words)) }];
  });
  return {
    columns: facts.map(({ name }) => name).filter((name) => asked.has(name)),
    rows: rows.map((row, index) => ({ ...row, id: `mined-${index + 1}` })),
  };
}

/** The way to a leaf; `leaf` null: to cases that people were not seen to decide, which are left to a person. */
type Way = { leaf: Leaf | null; met: Condition[]; path: TableRow["conditions"] };

/** What tells whether people decided a leaf's cases without a fact too. `acts`: the leaf decides in people's place. */
type Evidence = {
  seen: readonly Decision[];
  /** Facts without which no case comes this far: a row above has left it to people. */
  known: ReadonlySet<string>;
  acts: (leaf: Leaf) => boolean;
  isSure: (leaf: Agreed) => boolean;
};

function leavesOf(tree: Tree, met: Condition[], path: TableRow["conditions"], evidence: Evidence | null): Way[] {
  if (!("condition" in tree)) return [{ leaf: tree, met, path }];
  const { condition, yes, no } = tree;
  const split = (expected: boolean) =>
    evidence && { ...evidence, seen: evidence.seen.filter(({ facts }) => holds(condition, facts) === expected) };
  const [with_, without] = [split(true), split(false)];
  const toPeople = without === null ? null : unseenWithout(condition, no, without, path);
  const guard: Way[] =
    toPeople === "all"
      ? [{ leaf: null, met: [...met, unknown(condition.fact)], path: [...path, { condition: unknown(condition.fact), expected: true }] }]
      : [];
  const below = without !== null && toPeople === "all" ? { ...without, known: new Set([...without.known, condition.fact]) } : without;
  const ways = leavesOf(no, met, [...path, { condition, expected: false }], below);
  return [
    ...leavesOf(yes, [...met, condition], [...path, { condition, expected: true }], with_),
    ...guard,
    ...(toPeople === null || toPeople === "all" ? ways : ways.flatMap((way) => guarded(way, condition.fact, toPeople))),
  ];
}

const unknown = (fact: string): Condition => ({ fact, test: "is unknown" });

/** Just above a leaf, where the rows before it have taken the same cases away, so that nothing falls through to another leaf. */
const guarded = (way: Way, fact: string, leaves: ReadonlySet<Leaf>): Way[] =>
  way.leaf === null || !leaves.has(way.leaf)
    ? [way]
    : [{ leaf: null, met: [...way.met, unknown(fact)], path: [...way.path, { condition: unknown(fact), expected: true }] }, way];

/**
 * The leaves on the no side of a question that decide in people's place, and of whose cases too few are known that people decided without
 * the fact. null: none; "all": none that acts has enough.
 */
function unseenWithout(
  { fact, test }: Condition,
  no: Tree,
  { seen, known, acts, isSure }: Evidence,
  path: TableRow["conditions"],
): "all" | ReadonlySet<Leaf> | null {
  // Whoever asks whether it is known, or has learned that it is, is not taken in by a no.
  const isKnown =
    known.has(fact) || path.some(({ condition, expected }) => condition.fact === fact && (condition.test === "is unknown") !== expected);
  if (test === "is unknown" || isKnown) return null;
  const acting = leavesIn(no).filter(acts);
  if (acting.length === 0) return null;
  const without = Map.groupBy(
    seen.filter(({ facts }) => (facts[fact] ?? null) === null),
    ({ facts }) => leafOf(no, facts),
  );
  const unseen = acting.filter((leaf) => {
    const own = without.get(leaf) ?? [];
    return !isSure({ decisions: own.length, agreed: own.filter(({ outcome }) => outcome === leaf.outcome).length });
  });
  if (unseen.length === 0) return null;
  return unseen.length === acting.length ? "all" : new Set(unseen);
}

const notSeen = (when: string): Pick<RuleRow, "outcome" | "reason"> => ({
  outcome: NEEDS_PERSON,
  reason: reasonOf(when, "too few such cases were decided by people to be sure."),
});

/** The cell that meets both what was asked before and this condition; null when nothing does. */
function narrowed(before: CellTest | undefined, condition: Condition, { name, type }: FactDefinition): CellTest | null {
  if (condition.test === "at most") {
    if (before === undefined) return { test: "between", low: null, high: condition.limit };
    if (before.test === "between") return { ...before, high: Math.min(before.high ?? Infinity, condition.limit) };
    return before.test === "is" && before.values.every((value) => typeof value === "number" && value <= condition.limit) ? before : null;
  }
  if (condition.test === "is unknown") return before === undefined || before.test === "unknown" ? { test: "unknown" } : null;
  const value = typed(condition.value, type.kind);
  if (value === null) throw new RangeError(`the tree asks whether ${name} is ${condition.value}, which is not a ${type.kind}`);
  if (before === undefined) return { test: "is", values: [value] };
  if (before.test === "is") return before.values.includes(value) ? { test: "is", values: [value] } : null;
  return before.test === "between" && typeof value === "number" && value <= (before.high ?? Infinity)
    ? { test: "is", values: [value] }
    : null;
}

/** Conditions of a tree compare as text. */
function typed(text: string, kind: FactDefinition["type"]["kind"]): string | number | boolean | null {
  if (kind === "boolean") return text === "true" || text === "false" ? text === "true" : null;
  if (kind === "number") return Number.isFinite(Number(text)) && text.trim() !== "" ? Number(text) : null;
  return text;
}

function decisionOf(
  leaf: Leaf,
  outcomeOf: ReadonlyMap<string, string>,
  isSure: (leaf: Agreed) => boolean,
  { when, titles }: { when: string; titles: ReadonlyMap<string, string> },
): Pick<RuleRow, "outcome" | "reason"> {
  const { agreed, decisions } = agreedIn(leaf);
  const titleOf = (activity: string) => `"${titles.get(activity) ?? activity}"`;
  const outcome = outcomeOf.get(leaf.outcome);
  const shares = Object.entries(leaf.counts)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([activity, count]) => `${titleOf(activity)} ${timesWords(count)}`)
    .join(", ");
  if (outcome === undefined)
    return { outcome: NEEDS_PERSON, reason: reasonOf(when, `people chose: ${shares}. The playbook does not do this.`) };
  if (isSure({ agreed, decisions })) {
    const chosen = `people chose ${titleOf(leaf.outcome)} in ${countWords(agreed)} of ${countWords(decisions)} cases.`;
    return { outcome, reason: reasonOf(when, chosen) };
  }
  const doubt = agreed === decisions ? "there are too few cases to be sure" : "people did not surely agree";
  return { outcome: NEEDS_PERSON, reason: reasonOf(when, `${doubt}: ${shares || "none yet"}.`) };
}

function whenWords(path: TableRow["conditions"], facts: readonly FactDefinition[]): string {
  if (path.length === 0) return "Always";
  const value = (fact: string, text: string) => {
    const said = typed(text, definitionOf(facts, fact).type.kind) ?? text;
    return typeof said === "string" ? quotedValue(said) : inList([said], "or");
  };
  return `Where ${inWords(path, { title: (fact) => definitionOf(facts, fact).title, value }).join(" and ")},`;
}

/** A reason that would be too long to be kept leaves out what stands in its row anyway, and then ends early. */
function reasonOf(when: string, then: string): string {
  const whole = `${when} ${then}`;
  if (whole.length <= MOST_REASON) return whole;
  const short = `In such cases ${then}`;
  return short.length <= MOST_REASON ? short : `${short.slice(0, MOST_REASON - 1)}…`;
}

/** "once", "twice", "1,204 times" */
const timesWords = (count: number): string => (count === 1 ? "once" : count === 2 ? "twice" : `${countWords(count)} times`);

function definitionOf(facts: readonly FactDefinition[], name: string): FactDefinition {
  const found = facts.find((fact) => fact.name === name);
  if (found === undefined) throw new RangeError(`the tree asks for ${name}, which is not a fact of the playbook`);
  return found;
}
