import { updatePlanSolution } from "#db/queries/rollout-plans.ts";
import type { JobContext } from "#server/context.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { findPlan } from "./load-plan.ts";
import { solvePlan } from "./solve-plan.ts";

/** The search holds the process; its heartbeat has to come every 15 seconds. */
const LONGEST_MS = 8_000;

/**
 * The longer search for a plan that the quick one could not prove. What is found is kept, proven or with its bound; a plan that
 * was changed meanwhile keeps its own answer.
 */
export async function optimisePlan({ store, workspaceId, now }: JobContext, progress: JobProgress): Promise<{ proven: boolean | null }> {
  await progress.report({ rowsDone: 0, rowsTotal: 1, message: "Searching" });
  const plan = await store.within({ workspaceId }, (tx) => findPlan(tx, { workspaceId }));
  if (!plan) return { proven: null };
  const until = now().getTime() + LONGEST_MS;
  const shouldStop = () => progress.signal.aborted || now().getTime() > until;
  const solution = solvePlan(plan.stored, plan.built, { shouldStop });
  if (!solution) return { proven: null };
  await store.within({ workspaceId }, (tx) =>
    updatePlanSolution(tx, { workspaceId, planId: plan.planId, version: plan.version, solution }),
  );
  await progress.report({ rowsDone: 1, rowsTotal: 1, message: solution.proven ? "Proven best" : "Best order found, with its bound" });
  return { proven: solution.proven };
}
