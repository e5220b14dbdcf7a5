import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listMembers } from "#db/queries/memberships.ts";
import { insertRolloutProposal } from "#db/queries/rollout-proposals.ts";
import type { JobContext } from "#server/context.ts";
import { planDifferences } from "#server/domain/rollout/plan-differences.ts";
import { replanFromAudit } from "#server/domain/rollout/replan-from-audit.ts";
import { may, roleOf } from "#server/permissions.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { triedShares } from "../automations/tried-shares.ts";
import { connectedSystems } from "./connected-systems.ts";
import { findPlan } from "./load-plan.ts";
import { NO_NEWS, notify, sendNews } from "./notify.ts";
import { followedOrder, solvePlan } from "./solve-plan.ts";

/**
 * Plans anew from what the newest audit measured, and keeps the difference as a proposal that a person takes or dismisses.
 * Nothing is proposed when nothing changed, or from the audit the plan already rests on.
 */
export async function proposePlan(context: JobContext): Promise<{ differences: number }> {
  const { store, workspaceId, newId, now } = context;
  const outcome = await store.within({ workspaceId }, async (tx) => {
    const plan = await findPlan(tx, { workspaceId, lock: true });
    const snapshot = await findAuditSnapshot(tx, { workspaceId });
    if (!plan || !snapshot || snapshot.id === plan.stored.auditId) return { differences: 0, news: NO_NEWS };
    const report = AuditReport.parse(snapshot.report);
    const body = replanFromAudit(plan.stored, {
      auditId: snapshot.id,
      workflows: report.workflows,
      weeks: report.window.weeks,
      built: plan.built,
      connected: await connectedSystems(tx, { workspaceId }),
      tried: await triedShares(tx, { workspaceId }),
      today: now().toISOString().slice(0, 10),
    });
    const differences = planDifferences(
      { plan: plan.stored, order: followedOrder(plan.stored, plan.solution, plan.built) },
      { plan: body, order: followedOrder(body, solvePlan(body, plan.built), plan.built) },
    );
    if (differences.length === 0) return { differences: 0, news: NO_NEWS };
    const id = newId();
    const made = await insertRolloutProposal(tx, {
      workspaceId,
      id,
      planId: plan.planId,
      auditId: snapshot.id,
      baseVersion: plan.version,
      body,
      differences,
      now: now(),
    });
    if (!made) return { differences: 0, news: NO_NEWS };
    const text = `The newest audit changes the rollout plan in ${differences.length === 1 ? "one place" : `${differences.length} places`}. Take it over or keep the plan.`;
    const managers = (await listMembers(tx, { workspaceId })).filter(({ role }) => may(roleOf(role), "rollout.manage"));
    const notices = managers.map(({ userId }) => ({ userId, occasion: `proposal:${id}`, text, href: "/roadmap" }));
    return { differences: differences.length, news: await notify(tx, context, notices) };
  });
  await sendNews(context, outcome.news);
  return { differences: outcome.differences };
}
