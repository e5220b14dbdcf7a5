import { findScenarioVersion, insertScenarioVersion, lockScenario, setScenarioHead } from "#db/queries/scenarios.ts";
import type { Context } from "#server/context.ts";
import { scenarioChanges } from "#server/domain/roi/scenario-changes.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { assertValidScenario } from "./assert-valid-scenario.ts";
import { ScenarioDocument } from "./scenario-document.ts";

const LOGGED_CHANGES = 20;

export type SaveScenario = {
  scenarioId: string;
  /** The version the changes were made to. */
  baseVersion: number;
  scenario: Scenario;
  notes: string;
  /** The audit whose measures it holds; null: none. */
  auditId: string | null;
};

/**
 * Keeps a scenario as its next version.
 *
 * @param verb what the log of changes calls it
 * @throws AppError NOT_FOUND; CONFLICT when somebody saved meanwhile; INPUT_INVALID
 */
export async function saveScenario(
  context: Context,
  { scenarioId, baseVersion, scenario, notes, auditId }: SaveScenario,
  verb: "update" | "restore" = "update",
): Promise<{ version: number }> {
  assertValidScenario(scenario);
  const { store, workspaceId, actor, now } = context;
  return store.within({ workspaceId }, async (tx) => {
    const locked = await lockScenario(tx, { workspaceId, scenarioId });
    const head = locked && (await findScenarioVersion(tx, { workspaceId, scenarioId }));
    if (!head || !locked) throw new AppError("NOT_FOUND", "There is no such scenario in this workspace.");
    if (head.version !== baseVersion)
      throw new AppError(
        "CONFLICT",
        `Version ${head.version} was saved meanwhile. Nothing of yours was kept yet: save it as a copy, or reload.`,
      );
    const version = head.version + 1;
    const changes = scenarioChanges(ScenarioDocument.parse(head.document), scenario);
    const kept = { version, document: scenario, auditId, notes, changes, savedBy: actor, now: now() };
    await insertScenarioVersion(tx, { workspaceId, scenarioId, ...kept });
    await setScenarioHead(tx, { workspaceId, scenarioId, name: scenario.name, version, now: now() });
    const logged = changes.slice(0, LOGGED_CHANGES);
    const side = (pick: (change: (typeof changes)[number]) => number | null) =>
      logged.map((change) => `${change.of}, ${change.input}: ${pick(change) ?? "not there"}`);
    await recordChange(tx, {
      ...context,
      noun: "scenario",
      nounId: scenarioId,
      verb,
      before: { name: locked.name, version: head.version, inputs: side(({ from }) => from), notes: head.notes },
      after: { name: scenario.name, version, inputs: side(({ to }) => to), notes },
    });
    return { version };
  });
}
