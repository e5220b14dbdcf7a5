import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { findScenarioVersion } from "#db/queries/scenarios.ts";
import type { Context } from "#server/context.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { AppError } from "#server/errors.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { ScenarioDocument } from "./scenario-document.ts";

export type KeptScenario = {
  id: string;
  version: number;
  headVersion: number;
  scenario: Scenario;
  notes: string;
  auditId: string | null;
  /** A newer audit than the one whose measures it holds. */
  newerAudit: { id: string; computedAt: Date } | null;
  savedBy: string;
  savedAt: Date;
  archived: boolean;
};

/** A scenario at one of its versions, the present one when none is named. @throws AppError NOT_FOUND */
export async function getScenario(
  { store, workspaceId }: Pick<Context, "store" | "workspaceId">,
  { scenarioId, version }: { scenarioId: string; version?: number | undefined },
): Promise<KeptScenario> {
  const { found, newest } = await store.within({ workspaceId }, async (tx) => ({
    found: await findScenarioVersion(tx, { workspaceId, scenarioId, version }),
    newest: await findAuditSnapshot(tx, { workspaceId }),
  }));
  if (!found) throw new AppError("NOT_FOUND", "There is no such scenario, or no such version of it, in this workspace.");
  const { id, headVersion, notes, auditId, savedAt } = found;
  return {
    id,
    version: found.version,
    headVersion,
    scenario: ScenarioDocument.parse(found.document),
    notes,
    auditId,
    newerAudit: auditId !== null && newest && newest.id !== auditId ? { id: newest.id, computedAt: newest.computedAt } : null,
    savedBy: nameOfActor(found.savedBy),
    savedAt,
    archived: found.archivedAt !== null,
  };
}
