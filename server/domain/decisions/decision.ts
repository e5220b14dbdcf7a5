/** What was known when somebody decided. null: not known then, which is an answer of its own and never 0. */
export type FactValue = string | number | boolean | null;

/** One decision that a person took: the facts known at that moment, and what was decided. */
export type Decision = { facts: Readonly<Record<string, FactValue>>; outcome: string };

/** A yes-or-no question about one fact. `at most` is false for unknown and for text; `is` compares as text; `is unknown` is null. */
export type Condition =
  | { fact: string; test: "at most"; limit: number }
  | { fact: string; test: "is"; value: string }
  | { fact: string; test: "is unknown" };

export function holds(condition: Condition, facts: Decision["facts"]): boolean {
  const value = facts[condition.fact] ?? null;
  if (condition.test === "at most") return typeof value === "number" && value <= condition.limit;
  return condition.test === "is" ? value !== null && String(value) === condition.value : value === null;
}
