import { ZenEngine } from "@gorules/zen-engine";
import * as z from "zod";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import { NEEDS_PERSON, type FactDefinition, type RuleRow, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { toJdm } from "#server/domain/decisions/to-jdm.ts";
import { expressionsOf } from "#server/domain/decisions/asked-expressions.ts";
import { expressionProblems } from "./expression-problems.ts";

/** What the rules answer for one case. `rowId` null: no row was met. */
export type RuleAnswer = { rowId: string | null; outcome: string; reason: string };

/** A table made ready to decide many cases. Asks the decision engine; the same facts always give the same answer. */
export type RuleEngine = { decide: (facts: Readonly<Record<string, FactValue>>) => Promise<RuleAnswer> };

/** Which engine decides, kept with every version of rules: a newer one may read an expression differently. */
export const ENGINE = "@gorules/zen-engine 0.54.0";

const Answer = z.object({ outcome: z.string(), reason: z.string(), row: z.string() }).partial();

const zen = new ZenEngine();

export function ruleEngine(table: RuleTable, facts: readonly FactDefinition[]): RuleEngine {
  const decision = zen.createDecision(toJdm(withPeopleForUnreadable(table, facts), facts, "Rules"));
  const names = facts.map(({ name }) => name);
  return {
    async decide(given) {
      // A fact that is left out is unknown, and the engine reads both alike; one that no definition names is not read at all.
      const asked = Object.fromEntries(names.map((name) => [name, given[name] ?? null]));
      const { result } = await decision.evaluate(asked);
      const { outcome, reason, row } = Answer.parse(result ?? {});
      return outcome === undefined
        ? { rowId: null, outcome: NEEDS_PERSON, reason: "No rule is met." }
        : { rowId: row ?? null, outcome, reason: reason ?? "" };
    },
  };
}

/**
 * The engine passes over a cell that it cannot read, and the next row decides: a guard that was meant to stop a case would let it through.
 * A person decides where only such a cell stands between a case and its row.
 */
function withPeopleForUnreadable(table: RuleTable, facts: readonly FactDefinition[]): RuleTable {
  const problems = Map.groupBy(expressionProblems(expressionsOf(table), facts), ({ rowId }) => rowId);
  if (problems.size === 0) return table;
  const rows = table.rows.map((row): RuleRow => {
    const wrong = problems.get(row.id);
    if (!wrong) return row;
    const when = Object.fromEntries(Object.entries(row.when).filter(([name]) => !wrong.some(({ column }) => column === name)));
    return { ...row, when, outcome: NEEDS_PERSON, reason: wrong.map(({ words }) => words).join(" ") };
  });
  return { ...table, rows };
}
