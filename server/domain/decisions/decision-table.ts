import { quotedValue } from "./value-words.ts";
import { countWords } from "../count-words.ts";
import type { Condition } from "./decision.ts";
import type { Leaf, Tree } from "./decision-tree.ts";

/** One row of the learned table: the conditions that lead to a leaf, in words as well. agreement 0..1: share decided as it says. */
export type TableRow = {
  conditions: { condition: Condition; expected: boolean }[];
  outcome: string;
  decisions: number;
  agreement: number;
  words: string;
};

/** The tree as a table, most decisions first: the draft of a rule that people can read. */
export function tableOf(tree: Tree): TableRow[] {
  return rowsOf(tree, []).sort((a, b) => b.decisions - a.decisions || (a.words < b.words ? -1 : 1));
}

function rowsOf(tree: Tree, path: TableRow["conditions"]): TableRow[] {
  if ("condition" in tree) {
    const { condition, yes, no } = tree;
    return [...rowsOf(yes, [...path, { condition, expected: true }]), ...rowsOf(no, [...path, { condition, expected: false }])];
  }
  const decisions = Object.values(tree.counts).reduce((sum, count) => sum + count, 0);
  const agreed = tree.counts[tree.outcome] ?? 0;
  return [
    {
      conditions: path,
      outcome: tree.outcome,
      decisions,
      agreement: decisions === 0 ? 0 : agreed / decisions,
      words: wordsOf(path, tree, decisions, agreed),
    },
  ];
}

function wordsOf(path: TableRow["conditions"], { outcome }: Leaf, decisions: number, agreed: number): string {
  const when = path.length === 0 ? "Always" : `If ${inWords(path).join(" and ")}`;
  return `${when}: ${outcome} (${countWords(agreed)} of ${countWords(decisions)} decisions).`;
}

/** Conditions in words; limits on the same fact are joined into one range. */
export function inWords(path: TableRow["conditions"]): string[] {
  const words: string[] = [];
  const ranges = new Map<string, { above: number; atMost: number; at: number }>();
  for (const { condition, expected } of path) {
    if (condition.test !== "at most") {
      const negation = expected ? "" : "not ";
      words.push(
        condition.test === "is"
          ? `${condition.fact} is ${negation}${quotedValue(condition.value)}`
          : `${condition.fact} is ${expected ? "unknown" : "known"}`,
      );
      continue;
    }
    const range = ranges.get(condition.fact) ?? { above: -Infinity, atMost: Infinity, at: words.push("") - 1 };
    ranges.set(condition.fact, range);
    if (expected) range.atMost = Math.min(range.atMost, condition.limit);
    else range.above = Math.max(range.above, condition.limit);
    const bounds = [
      ...(range.above > -Infinity ? [`above ${range.above}`] : []),
      ...(range.atMost < Infinity ? [`at most ${range.atMost}`] : []),
    ];
    words[range.at] = `${condition.fact} is ${bounds.join(" and ")}`;
  }
  return words;
}
