import { findAutomation, findAutomationVersion, lockAutomation } from "#db/queries/automations.ts";
import type { Learning } from "#server/domain/automations/learning.ts";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import { problemsInWords } from "#server/domain/decisions/problems-in-words.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { AppError } from "#server/errors.ts";
import type { Playbook, RuleTest } from "#server/playbooks/define.ts";
import { expressionsOf } from "#server/domain/decisions/asked-expressions.ts";
import { expressionProblems } from "#server/playbooks/expression-problems.ts";
import { findPlaybook } from "#server/playbooks/index.ts";
import { LearningShape, RuleTableShape, RuleTests, SettingsShape, StageShape } from "./shapes.ts";

type Tx = Parameters<typeof findAutomation>[0];

export type LoadedAutomation = {
  id: string;
  name: string;
  playbook: Playbook;
  stage: Stage;
  stageSince: Date;
  version: number;
  pausedAt: Date | null;
  settings: AutomationSettings;
  createdAt: Date;
};

/** An automation with its playbook. @throws AppError NOT_FOUND */
export async function loadAutomation(
  tx: Tx,
  { workspaceId, automationId, lock = false }: { workspaceId: string; automationId: string; lock?: boolean },
): Promise<LoadedAutomation> {
  const row = await (lock ? lockAutomation : findAutomation)(tx, { workspaceId, automationId });
  if (!row) throw new AppError("NOT_FOUND", "There is no such automation. It may belong to another workspace.");
  return asLoaded(row);
}

export function asLoaded(row: NonNullable<Awaited<ReturnType<typeof findAutomation>>>): LoadedAutomation {
  const playbook = findPlaybook(row.playbook);
  if (!playbook) throw new Error(`an automation is of the playbook "${row.playbook}", which is not registered`);
  return { ...row, playbook, stage: StageShape.parse(row.stage), settings: SettingsShape.parse(row.settings) };
}

/** The rules of one version. @throws AppError NOT_FOUND */
export async function loadRules(
  tx: Tx,
  { workspaceId, automationId, version }: { workspaceId: string; automationId: string; version: number },
): Promise<{
  table: RuleTable;
  tests: readonly RuleTest[];
  note: string;
  engine: string;
  learned: Learning | null;
  madeBy: unknown;
  madeAt: Date;
}> {
  const row = await findAutomationVersion(tx, { workspaceId, automationId, version });
  if (!row) throw new AppError("NOT_FOUND", `The automation has no version ${version}.`);
  const { rules, tests, note, engine, learned, madeBy, madeAt } = row;
  return {
    table: RuleTableShape.parse(rules),
    tests: RuleTests.parse(tests),
    note,
    engine,
    learned: LearningShape.nullable().parse(learned),
    madeBy,
    madeAt,
  };
}

/**
 * What is wrong with the expressions of a version, in words; null where the decision engine reads all of them. Versions are looked at
 * when they are saved: this tells of those that were saved before.
 *
 * @throws AppError NOT_FOUND
 */
export async function unreadableIn(
  tx: Tx,
  { workspaceId, automationId, playbook, version }: { workspaceId: string; automationId: string; playbook: Playbook; version: number },
): Promise<string | null> {
  const { table } = await loadRules(tx, { workspaceId, automationId, version });
  const problems = expressionProblems(expressionsOf(table), playbook.facts);
  return problems.length === 0
    ? null
    : `Version ${version} holds what the decision engine does not read. ${problemsInWords(problems, table)} Mend it and save a new version.`;
}
