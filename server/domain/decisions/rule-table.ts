/** What a fact can be. Every fact may also be unknown: that is an answer of its own, and no test but `unknown`, `not` or `any` meets it. */
export type FactType =
  | { kind: "boolean" }
  | { kind: "number"; unit: string | null }
  | { kind: "choice"; options: readonly string[] }
  | { kind: "text" };

/** A fact that a playbook's rules may ask for. */
export type FactDefinition = {
  /** As it stands in rules and in JDM: letters and digits, beginning with a small letter. */
  name: string;
  /** As people read it: "order total". */
  title: string;
  type: FactType;
  /** Where it comes from, in words: "the order, as placed". */
  source: string;
};

/**
 * What one cell of a rule table asks of one fact. `between` includes both ends, null leaves an end open. `not` is met by unknown,
 * as by any other value that is not named. `expression` is a condition that came with an imported JDM file and is kept as it is.
 */
export type CellTest =
  | { test: "any" }
  | { test: "is"; values: readonly (string | number | boolean)[] }
  | { test: "not"; values: readonly (string | number | boolean)[] }
  | { test: "between"; low: number | null; high: number | null }
  | { test: "known" }
  | { test: "unknown" }
  | { test: "expression"; text: string };

/** Characters of a reason, at most: it is read in lists. */
export const MOST_REASON = 500;

/** One rule: when all its cells are met, this is the outcome, for this reason in the merchant's words. A fact without a cell is `any`. */
export type RuleRow = {
  id: string;
  when: Readonly<Record<string, CellTest>>;
  /** One of the playbook's outcomes, or NEEDS_PERSON. */
  outcome: string;
  reason: string;
};

/** A decision table: the first row that is met decides. Where none is met, a person has to. */
export type RuleTable = {
  /** Names of the facts that stand as columns, in order. */
  columns: readonly string[];
  rows: readonly RuleRow[];
};

/** The outcome that leaves a case to people. */
export const NEEDS_PERSON = "needs a person";
