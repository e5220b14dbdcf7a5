import { listWorkspacesWithPlan } from "#db/queries/rollout-plans.ts";
import type { Services } from "#server/context.ts";
import { startJob } from "../jobs/start-job.ts";

const CHECKS = {
  "check-rollout": "Check the rollout's gates",
  "replan-rollout": "Plan the rollout anew from the newest audit",
} as const;

/** Starts a check of every workspace that follows a plan, each in its own scope. */
export async function startChecks(services: Services, name: keyof typeof CHECKS): Promise<{ started: number }> {
  const { store } = services;
  const workspaceIds = await store.within({ sweep: "rollout" }, (tx) => listWorkspacesWithPlan(tx));
  for (const workspaceId of workspaceIds) {
    const starter = { ...services, workspaceId, actor: { type: "system" as const, name: "Slipstream" } };
    await store.within({ workspaceId }, (tx) => startJob(starter, tx, { name, title: CHECKS[name], payload: {} }));
  }
  return { started: workspaceIds.length };
}
