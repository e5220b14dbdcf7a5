import type { Context } from "#server/context.ts";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { AskedExpression } from "#server/domain/decisions/asked-expressions.ts";
import { expressionProblems } from "#server/playbooks/expression-problems.ts";
import { ruleEngine, type RuleAnswer } from "#server/playbooks/rule-engine.ts";
import { loadAutomation, loadRules } from "./load-automation.ts";

/**
 * What rules would decide about a case that is described by its facts. Nothing is kept and nothing is done.
 *
 * @param table rules that are being edited; null for the present ones
 * @throws AppError NOT_FOUND
 */
export async function tryCase(
  { store, workspaceId }: Context,
  { automationId, table, facts }: { automationId: string; table: RuleTable | null; facts: Readonly<Record<string, FactValue>> },
): Promise<RuleAnswer> {
  const { playbook, rules } = await store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId });
    return {
      playbook: automation.playbook,
      rules: table ?? (await loadRules(tx, { workspaceId, automationId, version: automation.version })).table,
    };
  });
  return ruleEngine(rules, playbook.facts).decide(facts);
}

/** What the decision engine cannot read of some expressions that are being edited. @throws AppError NOT_FOUND */
export const checkExpressions = (
  { store, workspaceId }: Context,
  { automationId, asked }: { automationId: string; asked: readonly AskedExpression[] },
) =>
  store.within({ workspaceId }, async (tx) =>
    expressionProblems(asked, (await loadAutomation(tx, { workspaceId, automationId })).playbook.facts),
  );
