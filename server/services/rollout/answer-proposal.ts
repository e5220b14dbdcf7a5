import { answerRolloutProposal, findOpenProposal } from "#db/queries/rollout-proposals.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { lockPlan } from "./load-plan.ts";
import { StoredPlanShape } from "./plan-schema.ts";
import { savePlan } from "./save-plan.ts";

/** Takes a re-plan over as the next version, or dismisses it. @throws AppError CONFLICT when the plan was changed since it was made */
export async function answerProposal(context: Context, { proposalId, take }: { proposalId: string; take: boolean }): Promise<void> {
  const { store, workspaceId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const plan = await lockPlan(tx, { workspaceId });
    const proposal = await findOpenProposal(tx, { workspaceId, planId: plan.planId, baseVersion: plan.version });
    if (proposal?.id !== proposalId)
      throw new AppError(
        "CONFLICT",
        "This proposal was answered, or the plan was changed since it was made. Reload to see the present plan.",
      );
    await answerRolloutProposal(tx, { workspaceId, id: proposalId, state: take ? "taken" : "dismissed", now: now() });
    if (!take) return;
    const stored = StoredPlanShape.parse(proposal.body);
    await savePlan(context, tx, { ...plan, version: plan.version + 1, stored, reason: "Planned anew from measured values" });
  });
}
