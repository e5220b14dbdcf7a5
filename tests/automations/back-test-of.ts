import { agreementOf, gateConditions, gateHolds } from "#server/domain/automations/agreement.ts";
import { reportOf, type BackTestReport, type Replayed } from "#server/domain/automations/back-test.ts";
import { asDecision, judge, type PastDecision } from "#server/domain/automations/replay.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { Playbook } from "#server/playbooks/define.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";

async function replay(playbook: Playbook, table: RuleTable, decisions: readonly PastDecision[]): Promise<Replayed[]> {
  const engine = ruleEngine(table, playbook.facts);
  const replayed: Replayed[] = [];
  for (const decision of decisions) replayed.push(judge(playbook, decision, await engine.decide(asDecision(decision).facts), table));
  return replayed;
}

/** What a back-test says of rules on these decisions. */
export const backTestOf = async (playbook: Playbook, table: RuleTable, decisions: readonly PastDecision[]): Promise<BackTestReport> =>
  reportOf(await replay(playbook, table, decisions), () => null);

/** Whether rules would pass the playbook's gate to act, were these the decisions that people answered. */
export async function passesGate(playbook: Playbook, table: RuleTable, decisions: readonly PastDecision[]): Promise<boolean> {
  const answered = (await replay(playbook, table, decisions)).filter(({ decided }) => decided !== NEEDS_PERSON);
  const answers = answered.map(({ decided, people, severe, costMinor }) => ({ agreed: decided === people, severe, costMinor }));
  return gateHolds(gateConditions(playbook.settings.gates.approve, agreementOf(answers)));
}
