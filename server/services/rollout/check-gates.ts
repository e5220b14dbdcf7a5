import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listMembers } from "#db/queries/memberships.ts";
import { insertGateReading, insertRolloutStatus, listGateReadings, upsertRolloutItem } from "#db/queries/rollout-items.ts";
import type { JobContext } from "#server/context.ts";
import { gateState, measuredFor } from "#server/domain/rollout/gate-history.ts";
import { may, roleOf } from "#server/permissions.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { findPlan } from "./load-plan.ts";
import { NO_NEWS, notify, sendNews, type Notice } from "./notify.ts";
import { workflowAgreement } from "./workflow-agreement.ts";

/**
 * Reads the newest audit for every gate of what is built: an item whose gate has held for the agreed time is done; one that was
 * done and no longer holds has slipped, and its owner and those who manage the rollout are told.
 * Safe to run any number of times: an audit is read once an item.
 */
export async function checkGates(context: JobContext): Promise<{ done: number; slipped: number }> {
  const { store, workspaceId, newId, now, actor } = context;
  const outcome = await store.within({ workspaceId }, async (tx) => {
    const plan = await findPlan(tx, { workspaceId, lock: true });
    const snapshot = await findAuditSnapshot(tx, { workspaceId });
    if (!plan || !snapshot) return { done: 0, slipped: 0, news: NO_NEWS };
    const { planId } = plan;
    const rows = AuditReport.parse(snapshot.report).workflows;
    const managers = (await listMembers(tx, { workspaceId }))
      .filter(({ role }) => may(roleOf(role), "rollout.manage"))
      .map(({ userId }) => userId);
    const notices: Notice[] = [];
    let done = 0;
    let slipped = 0;
    for (const item of plan.stored.items) {
      const row = plan.progress.find(({ itemId }) => itemId === item.id);
      if (item.gate === null || !row?.builtAt || !plan.built.includes(item.id)) continue;
      const agreement = await workflowAgreement(tx, { workspaceId, workflow: item.gate.workflow });
      const value = measuredFor(item.gate, rows, agreement);
      await insertGateReading(tx, {
        workspaceId,
        planId,
        itemId: item.id,
        id: newId(),
        auditId: snapshot.id,
        measuredAt: snapshot.to,
        value,
        limit: item.gate.limit,
      });
      const readings = (await listGateReadings(tx, { workspaceId, planId })).filter(({ itemId }) => itemId === item.id);
      const gate = gateState(item.gate, readings, row.builtAt);
      const reached =
        row.state === "built" && gate.passed
          ? "done"
          : row.state === "done" && gate.holdsNow === false
            ? "slipped"
            : row.state === "slipped" && gate.passed
              ? "done"
              : null;
      if (reached === null) continue;
      const reason =
        reached === "done"
          ? `Its gate has held for ${Math.floor(gate.heldDays)} days`
          : `Its gate does not hold any more: ${round(value)} measured, at ${item.gate.measure === "agreement" ? "least" : "most"} ${round(item.gate.limit)} agreed`;
      if (reached === "done") done += 1;
      else slipped += 1;
      await upsertRolloutItem(tx, {
        workspaceId,
        planId,
        itemId: item.id,
        state: reached,
        ...(reached === "done" ? { doneAt: now() } : {}),
      });
      await insertRolloutStatus(tx, { workspaceId, planId, itemId: item.id, id: newId(), state: reached, reason, actor, now: now() });
      const text =
        reached === "done" ? `"${item.title}" is done: ${reason.toLowerCase()}.` : `"${item.title}" is slipping back. ${reason}.`;
      for (const userId of new Set([...(row.ownerUserId ? [row.ownerUserId] : []), ...managers]))
        notices.push({
          userId,
          occasion: `gate:${item.id}:${reached}:${snapshot.id}`,
          text,
          href: `/roadmap/item?id=${encodeURIComponent(item.id)}`,
        });
    }
    return { done, slipped, news: await notify(tx, context, notices) };
  });
  await sendNews(context, outcome.news);
  return { done: outcome.done, slipped: outcome.slipped };
}

const round = (value: number | null): string => (value === null ? "nothing" : String(Math.round(value * 100) / 100));
