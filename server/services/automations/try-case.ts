import type { Context } from "#server/context.ts";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { AppError } from "#server/errors.ts";
import { ruleEngine, type RuleAnswer } from "#server/playbooks/rule-engine.ts";
import { loadAutomation, loadRules } from "./load-automation.ts";

/**
 * What rules would decide about a case that is described by its facts. Nothing is kept and nothing is done.
 *
 * @param table rules that are being edited; null for the present ones
 * @throws AppError NOT_FOUND, INPUT_INVALID when the rules cannot be evaluated
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
  try {
    return await ruleEngine(rules, playbook.facts).decide(facts);
  } catch {
    throw new AppError(
      "INPUT_INVALID",
      "The rules cannot be evaluated: a cell holds an expression that the decision engine does not read.",
    );
  }
}
