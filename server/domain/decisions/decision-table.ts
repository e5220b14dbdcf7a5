import { countWords } from "../count-words.ts";
import { inList } from "./cell-words.ts";
import type { Condition } from "./decision.ts";
import type { Leaf, Tree } from "./decision-tree.ts";
import { quotedValue } from "./value-words.ts";

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

/**
 * Conditions in words, one part a fact: "address is known and not "unknown street" or "missing unit"". What follows from another condition of
 * the same fact is left out.
 *
 * @param said how people call a fact and a value of it; by default the fact goes by its name
 */
export function inWords(
  path: TableRow["conditions"],
  said: { title: (fact: string) => string; value: (fact: string, text: string) => string } = { title: (fact) => fact, value: plainValue },
): string[] {
  return [...Map.groupBy(path, ({ condition }) => condition.fact)].map(([fact, asked]) => {
    const is = asked.find(({ condition, expected }) => condition.test === "is" && expected)?.condition;
    if (is?.test === "is") return `${said.title(fact)} is ${said.value(fact, is.value)}`;
    const limits = (wanted: boolean) =>
      asked.flatMap(({ condition, expected }) => (condition.test === "at most" && expected === wanted ? [condition.limit] : []));
    const [above, atMost] = [Math.max(...limits(false)), Math.min(...limits(true))];
    const nots = asked.flatMap(({ condition }) => (condition.test === "is" ? [said.value(fact, condition.value)] : []));
    const known = asked.find(({ condition }) => condition.test === "is unknown");
    const parts = [
      ...(known?.expected === true ? ["unknown"] : []),
      ...(known?.expected === false && atMost === Infinity ? ["known"] : []),
      ...(above > -Infinity ? [`above ${above}`] : []),
      ...(atMost < Infinity ? [`at most ${atMost}`] : []),
      ...(nots.length > 0 && known?.expected !== true ? [`not ${inList(nots, "or")}`] : []),
    ];
    return `${said.title(fact)} is ${parts.join(" and ")}`;
  });
}

/** A value of a condition, which is kept as a text, where the kind of its fact is not known. */
function plainValue(_: string, text: string): string {
  if (text === "true" || text === "false") return text === "true" ? "yes" : "no";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? text : quotedValue(text);
}
