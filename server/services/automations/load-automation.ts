import { findAutomation, findAutomationVersion, lockAutomation } from "#db/queries/automations.ts";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { AppError } from "#server/errors.ts";
import type { Playbook, RuleTest } from "#server/playbooks/define.ts";
import { findPlaybook } from "#server/playbooks/index.ts";
import { RuleTableShape, RuleTests, SettingsShape, StageShape } from "./shapes.ts";

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
): Promise<{ table: RuleTable; tests: readonly RuleTest[]; note: string; engine: string; madeBy: unknown; madeAt: Date }> {
  const row = await findAutomationVersion(tx, { workspaceId, automationId, version });
  if (!row) throw new AppError("NOT_FOUND", `The automation has no version ${version}.`);
  const { rules, tests, note, engine, madeBy, madeAt } = row;
  return { table: RuleTableShape.parse(rules), tests: RuleTests.parse(tests), note, engine, madeBy, madeAt };
}
