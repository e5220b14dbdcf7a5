import type { Tx } from "#db/client.ts";
import { insertScenario, insertScenarioVersion } from "#db/queries/scenarios.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { scenarioByHand, type TaskByHand } from "#server/domain/roi/start-scenario.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { assertValidScenario } from "./assert-valid-scenario.ts";
import { draftFromAudit } from "./draft-from-audit.ts";
import { getScenario } from "./get-scenario.ts";
import { newSeed } from "./new-seed.ts";

export type ScenarioStart =
  /** One automation for each workflow that the newest audit ranks. */
  | { kind: "audit" }
  /** The plain calculator; needs no data. */
  | { kind: "by hand"; task: TaskByHand }
  | { kind: "copy"; scenarioId: string };

/**
 * Makes a scenario and its first version.
 *
 * @throws AppError NOT_FOUND when there is no audit that ranks a workflow, or nothing to copy; INPUT_INVALID
 */
export async function createScenario(
  context: Context,
  { name, start }: { name: string; start: ScenarioStart },
): Promise<{ scenarioId: string }> {
  const { scenario, auditId, notes } = await firstVersion(context, { name, start });
  assertValidScenario(scenario);
  const scenarioId = context.newId();
  await context.store.within({ workspaceId: context.workspaceId }, (tx) =>
    keepNew(context, tx, { scenarioId, scenario, auditId, notes, start: start.kind }),
  );
  return { scenarioId };
}

type First = { scenario: Scenario; auditId: string | null; notes: string };

async function firstVersion(context: Context, { name, start }: { name: string; start: ScenarioStart }): Promise<First> {
  if (start.kind === "copy") {
    const { scenario, auditId, notes } = await getScenario(context, { scenarioId: start.scenarioId });
    return { scenario: { ...scenario, name }, auditId, notes };
  }
  if (start.kind === "audit") {
    const draft = await draftFromAudit(context, { name });
    if (!draft) throw new AppError("NOT_FOUND", "There is no audit that ranks a workflow yet: import an event log, or start by hand.");
    return { scenario: draft.scenario, auditId: draft.auditId, notes: "" };
  }
  const { store, workspaceId, now } = context;
  const workspace = await store.within({ workspaceId }, (tx) => findWorkspace(tx, { workspaceId }));
  if (!workspace) throw new AppError("NOT_FOUND", "This workspace does not exist any more.");
  const today = now().toISOString().slice(0, 10);
  const { currency, workingDaysAYear: workingDaysPerYear } = workspace;
  const frame = { name, currency, today, workingDaysPerYear, seed: newSeed(workspaceId) };
  return { scenario: scenarioByHand(frame, start.task), auditId: null, notes: "" };
}

async function keepNew(
  context: Context,
  tx: Tx,
  { scenarioId, scenario, auditId, notes, start }: First & { scenarioId: string; start: ScenarioStart["kind"] },
): Promise<void> {
  const { workspaceId, actor, now } = context;
  await insertScenario(tx, { workspaceId, id: scenarioId, name: scenario.name, createdBy: actor, now: now() });
  const version = { version: 1, document: scenario, auditId, notes, changes: [], savedBy: actor, now: now() };
  await insertScenarioVersion(tx, { workspaceId, scenarioId, ...version });
  const after = { name: scenario.name, startedFrom: start, automations: scenario.automations.length };
  await recordChange(tx, { ...context, noun: "scenario", nounId: scenarioId, verb: "create", before: null, after });
}
