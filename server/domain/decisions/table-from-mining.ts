import { countWords } from "../count-words.ts";
import type { Condition } from "./decision.ts";
import { inWords, type TableRow } from "./decision-table.ts";
import { agreedIn, type Leaf, type Tree } from "./decision-tree.ts";
import type { Agreed } from "./expected-agreement.ts";
import { NEEDS_PERSON, type CellTest, type FactDefinition, type RuleRow, type RuleTable } from "./rule-table.ts";
import { wilsonLower } from "./wilson.ts";

const SURE = 0.95;
/** People's agreement, by its Wilson lower bound, from which a row of a draft decides in their place. Below it the row asks a person. */
const isSureAlone = ({ agreed, decisions }: Agreed): boolean => wilsonLower(agreed, decisions) >= SURE;

/**
 * The learned tree as the draft of a rule table: one row a leaf, the yes side of each question above its no side, so that the first
 * row that is met is the leaf that the tree leads to. Where people did not surely agree among themselves, the row asks a person
 * and its reason says how they decided.
 *
 * @param outcomeOf the playbook's outcome for an activity that people chose; an activity without one asks a person
 * @param isSure whether people agreed enough on a leaf; by default what its own cases alone show
 * @param within what all cases that the tree was learned of have in common: it stands in every row and in its reason
 * @throws RangeError when the tree asks for a fact that is not defined: mine with the playbook's facts only
 */
export function tableFromMining(
  tree: Tree,
  facts: readonly FactDefinition[],
  outcomeOf: ReadonlyMap<string, string>,
  isSure: (leaf: Agreed) => boolean = isSureAlone,
  within: readonly Condition[] = [],
): RuleTable {
  const shared = within.map((condition) => ({ condition, expected: true }));
  const leaves = leavesOf(tree, [...within], shared);
  const asked = new Set(leaves.flatMap(({ met }) => met.map(({ fact }) => fact)));
  const rows = leaves.flatMap(({ leaf, met, path }): RuleRow[] => {
    const when: Record<string, CellTest> = {};
    for (const condition of met) {
      const cell = narrowed(when[condition.fact], condition, definitionOf(facts, condition.fact));
      if (cell === null) return [];
      when[condition.fact] = cell;
    }
    return [{ id: "", when, ...decisionOf(leaf, path, outcomeOf, isSure, facts) }];
  });
  return {
    columns: facts.map(({ name }) => name).filter((name) => asked.has(name)),
    rows: rows.map((row, index) => ({ ...row, id: `mined-${index + 1}` })),
  };
}

type Way = { leaf: Leaf; met: Condition[]; path: TableRow["conditions"] };

function leavesOf(tree: Tree, met: Condition[], path: TableRow["conditions"]): Way[] {
  if (!("condition" in tree)) return [{ leaf: tree, met, path }];
  const { condition, yes, no } = tree;
  return [
    ...leavesOf(yes, [...met, condition], [...path, { condition, expected: true }]),
    ...leavesOf(no, met, [...path, { condition, expected: false }]),
  ];
}

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
  path: TableRow["conditions"],
  outcomeOf: ReadonlyMap<string, string>,
  isSure: (leaf: Agreed) => boolean,
  facts: readonly FactDefinition[],
): Pick<RuleRow, "outcome" | "reason"> {
  const { agreed, decisions } = agreedIn(leaf);
  const titled = path.map(({ condition, expected }) => ({
    condition: { ...condition, fact: facts.find(({ name }) => name === condition.fact)?.title ?? condition.fact },
    expected,
  }));
  const when = path.length === 0 ? "Always" : `Where ${inWords(titled).join(" and ")}`;
  const outcome = outcomeOf.get(leaf.outcome);
  const shares = Object.entries(leaf.counts)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([activity, count]) => `${activity} ${countWords(count)} times`)
    .join(", ");
  if (outcome === undefined) return { outcome: NEEDS_PERSON, reason: `${when} people chose: ${shares}. The playbook does not do this.` };
  if (isSure({ agreed, decisions }))
    return { outcome, reason: `${when} people chose ${leaf.outcome} in ${countWords(agreed)} of ${countWords(decisions)} cases.` };
  const doubt = agreed === decisions ? "there are too few cases to be sure" : "people did not surely agree";
  return { outcome: NEEDS_PERSON, reason: `${when} ${doubt}: ${shares || "none yet"}.` };
}

function definitionOf(facts: readonly FactDefinition[], name: string): FactDefinition {
  const found = facts.find((fact) => fact.name === name);
  if (found === undefined) throw new RangeError(`the tree asks for ${name}, which is not a fact of the playbook`);
  return found;
}
