import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { scenarioFromAudit } from "#server/domain/roi/start-scenario.ts";
import { AppError } from "#server/errors.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { triedShares } from "../automations/tried-shares.ts";
import { auditedWork } from "./audited-work.ts";
import { newSeed } from "./new-seed.ts";

export type AuditDraft = { auditId: string; computedAt: Date; scenario: Scenario };

/** The business case that the newest audit gives, not kept yet; null without an audit that ranks a workflow. */
export async function draftFromAudit({ store, workspaceId }: Context, { name }: { name: string }): Promise<AuditDraft | null> {
  const { snapshot, workspace, tried } = await store.within({ workspaceId }, async (tx) => ({
    snapshot: await findAuditSnapshot(tx, { workspaceId }),
    workspace: await findWorkspace(tx, { workspaceId }),
    tried: await triedShares(tx, { workspaceId }),
  }));
  if (!workspace) throw new AppError("NOT_FOUND", "This workspace does not exist any more.");
  if (!snapshot) return null;
  const audited = auditedWork({ ...snapshot, report: AuditReport.parse(snapshot.report) }, tried);
  if (audited.workflows.length === 0) return null;
  const today = snapshot.computedAt.toISOString().slice(0, 10);
  const { currency, workingDaysAYear: workingDaysPerYear } = workspace;
  const scenario = scenarioFromAudit({ name, currency, today, workingDaysPerYear, seed: newSeed(workspaceId) }, audited);
  return { auditId: snapshot.id, computedAt: snapshot.computedAt, scenario };
}
