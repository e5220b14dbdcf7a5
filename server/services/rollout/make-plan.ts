import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import type { Context } from "#server/context.ts";
import { planFromAudit } from "#server/domain/rollout/plan-from-audit.ts";
import { AppError } from "#server/errors.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { triedShares } from "../automations/tried-shares.ts";
import { connectedSystems } from "./connected-systems.ts";
import { findPlan } from "./load-plan.ts";
import { savePlan } from "./save-plan.ts";

/**
 * Makes the plan that the newest audit proposes. Where there is a plan already, the proposal becomes its next version; the
 * present one stays in the list of versions, and what came of its items stays with them.
 *
 * @throws AppError NOT_FOUND before there is an audit that ranks a workflow
 */
export async function makePlan(context: Context): Promise<{ version: number }> {
  const { store, workspaceId, newId, now } = context;
  return store.within({ workspaceId }, async (tx) => {
    const snapshot = await findAuditSnapshot(tx, { workspaceId });
    if (!snapshot)
      throw new AppError("NOT_FOUND", "There is no audit to plan from: import an event log, or connect a system, and audit it.");
    const report = AuditReport.parse(snapshot.report);
    const stored = planFromAudit({
      auditId: snapshot.id,
      currency: report.rate.currency,
      window: report.window,
      workflows: report.workflows,
      connected: await connectedSystems(tx, { workspaceId }),
      tried: await triedShares(tx, { workspaceId }),
      today: now().toISOString().slice(0, 10),
    });
    if (!stored.items.some(({ kind }) => kind === "initiative"))
      throw new AppError(
        "NOT_FOUND",
        "The audit ranks no workflow yet, so there is nothing to put in order. It says what evidence is missing.",
      );
    const present = await findPlan(tx, { workspaceId, lock: true });
    const version = await savePlan(context, tx, {
      planId: present?.planId ?? newId(),
      version: (present?.version ?? 0) + 1,
      stored,
      built: present?.built ?? [],
      reason: present ? "Made anew from the newest audit" : "Made from the audit",
    });
    return { version };
  });
}
