import type { RuleProblem } from "./rule-table-problems.ts";
import type { RuleTable } from "./rule-table.ts";

const SHOWN = 5;

/** Problems as sentences, each with the number of its row, and how many more there are beyond the first few. */
export function problemsInWords(problems: readonly RuleProblem[], { rows }: RuleTable): string {
  const words = problems.slice(0, SHOWN).map(({ rowId, words: said }) => {
    const at = rows.findIndex(({ id }) => id === rowId);
    return at === -1 ? said : `Row ${at + 1}: ${said}`;
  });
  const more = problems.length - words.length;
  return (more > 0 ? [...words, `And ${more} more.`] : words).join(" ");
}
