import { insertStageChange, updateAutomation } from "#db/queries/automations.ts";
import { dropWaitingEffects } from "#db/queries/effects.ts";
import type { Actor, Services } from "#server/context.ts";
import { acts, type Stage } from "#server/domain/automations/stages.ts";
import { recordChange } from "../changes/record-change.ts";
import type { LoadedAutomation } from "./load-automation.ts";

type Tx = Parameters<typeof updateAutomation>[0];

/** Moves a locked automation to a stage, logs who and why, and drops what waits when it may act no more. */
export async function changeStage(
  context: Pick<Services, "newId" | "now"> & { workspaceId: string; actor: Actor },
  tx: Tx,
  {
    automation,
    stage,
    reason,
    evidence,
  }: { automation: Pick<LoadedAutomation, "id" | "stage" | "version">; stage: Stage; reason: string; evidence: object | null },
): Promise<void> {
  const { workspaceId, actor, newId, now } = context;
  const { id: automationId, version } = automation;
  await updateAutomation(tx, { workspaceId, automationId, change: { stage, stageSince: now() } });
  await insertStageChange(tx, {
    workspaceId,
    id: newId(),
    automationId,
    version,
    from: automation.stage,
    to: stage,
    what: "stage",
    reason,
    evidence,
    actor,
    now: now(),
  });
  if (!acts(stage))
    await dropWaitingEffects(tx, {
      workspaceId,
      automationId,
      why: "stepped down",
      problem: `The automation went back to ${stage}.`,
      now: now(),
    });
  const values = { before: { stage: automation.stage }, after: { stage, reason } };
  await recordChange(tx, { ...context, noun: "automation", nounId: automationId, verb: "set stage", ...values });
}
