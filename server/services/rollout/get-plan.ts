import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listJobRuns } from "#db/queries/job-runs.ts";
import { listMembers } from "#db/queries/memberships.ts";
import { listGateReadings, listRolloutComments, listRolloutStatuses, listRolloutTasks } from "#db/queries/rollout-items.ts";
import { listOpenFeeds, listRolloutNotices } from "#db/queries/rollout-notices.ts";
import { findOpenProposal } from "#db/queries/rollout-proposals.ts";
import type { Context } from "#server/context.ts";
import { gateState, measuredFor } from "#server/domain/rollout/gate-history.ts";
import { may, roleOf } from "#server/permissions.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { Differences } from "./differences-schema.ts";
import { findPlan } from "./load-plan.ts";
import { followedOrder, phasesOfPlan, plannedDays } from "./solve-plan.ts";
import { workflowAgreement } from "./workflow-agreement.ts";

const OPEN = ["waiting", "running", "retrying"] as const;

/** The plan with everything the roadmap shows of it; `plan` null before one was made. */
export async function getPlan({ store, workspaceId, user }: Context) {
  return store.within({ workspaceId }, async (tx) => {
    const loaded = await findPlan(tx, { workspaceId });
    const snapshot = await findAuditSnapshot(tx, { workspaceId });
    const report = snapshot ? AuditReport.parse(snapshot.report) : null;
    const people = (await listMembers(tx, { workspaceId })).map(({ userId, name, role }) => ({
      userId,
      name,
      mayWork: may(roleOf(role), "rollout.work"),
    }));
    const notices = await listRolloutNotices(tx, { workspaceId, userId: user.id });
    const feeds = await listOpenFeeds(tx, { workspaceId, userId: user.id });
    const own = { userId: user.id, feedSince: feeds[0]?.createdAt ?? null, notices };
    const canMake = report?.workflows.some(({ status }) => status.kind === "ranked") ?? false;
    if (!loaded) return { plan: null, people, own, canMake, searchJobId: null };

    const { planId, version, updatedAt, stored, solution, progress, built } = loaded;
    const running = await listJobRuns(tx, { workspaceId, limit: 20, states: [...OPEN] });
    const readings = await listGateReadings(tx, { workspaceId, planId });
    const proposal = await findOpenProposal(tx, { workspaceId, planId, baseVersion: version });
    const rows = report?.workflows ?? [];
    const agreements = new Map<string, number | null>();
    for (const { gate } of stored.items)
      if (gate?.measure === "agreement" && !agreements.has(gate.workflow))
        agreements.set(gate.workflow, await workflowAgreement(tx, { workspaceId, workflow: gate.workflow }));
    return {
      people,
      own,
      canMake,
      searchJobId: running.find(({ name }) => name === "optimise-rollout")?.id ?? null,
      plan: {
        id: planId,
        version,
        updatedAt,
        stored,
        solution,
        built,
        progress,
        planned: plannedDays(stored, solution, built),
        phases: phasesOfPlan(stored, [...built, ...followedOrder(stored, solution, built)]),
        gates: stored.items.flatMap(({ id, gate }) => {
          if (gate === null) return [];
          const since = progress.find(({ itemId }) => itemId === id)?.builtAt ?? null;
          const own = readings.filter(({ itemId }) => itemId === id);
          const { heldDays, passed, holdsNow } = gateState(gate, own, since);
          return [
            {
              itemId: id,
              present: measuredFor(gate, rows, agreements.get(gate.workflow) ?? null),
              heldDays: since === null ? 0 : heldDays,
              passed: since !== null && passed,
              holdsNow,
            },
          ];
        }),
        audit:
          snapshot && report
            ? {
                id: snapshot.id,
                computedAt: snapshot.computedAt,
                from: snapshot.from,
                to: snapshot.to,
                rate: report.rate,
                weeks: report.window.weeks,
              }
            : null,
        measured: rows.flatMap((row) =>
          row.workflow === null
            ? []
            : [{ workflow: row.workflow, hoursPerWeek: row.hoursPerWeek, evidence: row.evidence, touches: row.touches }],
        ),
        tasks: await listRolloutTasks(tx, { workspaceId, planId }),
        comments: (await listRolloutComments(tx, { workspaceId, planId })).map((row) => ({ ...row, author: nameOfActor(row.author) })),
        statuses: (await listRolloutStatuses(tx, { workspaceId, planId })).map((row) => ({ ...row, actor: nameOfActor(row.actor) })),
        proposal: proposal ? { id: proposal.id, madeAt: proposal.madeAt, differences: Differences.parse(proposal.differences) } : null,
      },
    };
  });
}
