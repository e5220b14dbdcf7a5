import { NEEDS_PERSON, type RuleRow, type RuleTable } from "../decisions/rule-table.ts";
import { seededRandom } from "../effort/random.ts";
import { agreementOf, type Agreement } from "./agreement.ts";
import { answersOf, type Replayed } from "./back-test.ts";

/** What rules were learned from: so many decisions of people, taken from one moment up to another. */
export type Learning = {
  decisions: number;
  fromMs: number;
  untilMs: number;
  /** Agreement on cases that were held out while rules were learned in the same way from the others; null where nobody asked. */
  heldOut: Agreement | null;
};

/** Decisions of a back-test, and the agreement on those that the rules decide. */
export type Shown = { decisions: number; agreement: Agreement };

/** A back-test of learned rules, parted by whether they had seen the decision. Only those before and after say how they do on new cases. */
export type ByLearning = Learning & { earlier: Shown; learnedFrom: Shown; since: Shown };

const FOLDS = 10; // As decision mining does.
const FEWEST = 30;

/** Parts decisions ten times into those to learn from and a tenth to judge by, cases whole. Of fewer than thirty cases: []. */
export function heldOutFolds<T extends { caseId: string }>(decisions: readonly T[]): { learned: T[]; heldOut: T[] }[] {
  const cases = [...new Set(decisions.map(({ caseId }) => caseId))].sort();
  if (cases.length < FEWEST) return [];
  const random = seededRandom(1);
  const drawn = cases.map((caseId) => ({ caseId, at: random() })).sort((a, b) => a.at - b.at);
  const foldOf = new Map(drawn.map(({ caseId }, index) => [caseId, index % FOLDS]));
  return Array.from({ length: FOLDS }, (_, fold) => ({
    learned: decisions.filter(({ caseId }) => foldOf.get(caseId) !== fold),
    heldOut: decisions.filter(({ caseId }) => foldOf.get(caseId) === fold),
  }));
}

/**
 * From what a table was learned: that of the draft or version whose rows it still has, reasons aside; of several, of the one it has most of,
 * and then of the first. Rows that ask a person are not learned to decide and say nothing.
 */
export function learningOf(table: RuleTable, sources: readonly { table: RuleTable; learning: Learning }[]): Learning | null {
  let best: { kept: number; learning: Learning | null } = { kept: 0, learning: null };
  for (const { table: source, learning } of sources) {
    const known = new Map(source.rows.map((row) => [keyOf(row), row]));
    let kept = 0;
    for (const row of table.rows) {
      const same = row.outcome === NEEDS_PERSON ? undefined : known.get(keyOf(row));
      // A reason is often put in the team's own words; one that stands tells drafts with like rows apart.
      if (same) kept += same.reason === row.reason ? 2 : 1;
    }
    if (kept > best.kept) best = { kept, learning };
  }
  return best.learning;
}

const keyOf = ({ id, when, outcome }: RuleRow): string =>
  JSON.stringify([id, outcome, inOrder(when).map(([fact]) => [fact, inOrder(when[fact] ?? {})])]);

/** Where rules are stored the order of names is not kept. */
const inOrder = (given: object): [string, unknown][] => Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));

/** Whether rules were learned from a decision, as far as its moment tells. */
export const isLearnedFrom = ({ atMs }: { atMs: number }, { fromMs, untilMs }: Learning): boolean => atMs >= fromMs && atMs < untilMs;

/** Parts a replay by whether the rules had seen the decision. */
export function byLearning(replayed: readonly Replayed[], learning: Learning): ByLearning {
  return {
    ...learning,
    earlier: shown(replayed.filter(({ atMs }) => atMs < learning.fromMs)),
    learnedFrom: shown(replayed.filter((one) => isLearnedFrom(one, learning))),
    since: shown(replayed.filter(({ atMs }) => atMs >= learning.untilMs)),
  };
}

const shown = (replayed: readonly Replayed[]): Shown => ({ decisions: replayed.length, agreement: agreementOf(answersOf(replayed)) });
