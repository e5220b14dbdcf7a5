import type { Tx } from "#db/client.ts";
import { listAutomations } from "#db/queries/automations.ts";
import { listBackTests } from "#db/queries/back-tests.ts";
import { listAnswers } from "#db/queries/decisions.ts";
import { agreementOf } from "#server/domain/automations/agreement.ts";
import { triedOn } from "#server/domain/automations/tried-share.ts";
import { asLoaded } from "../automations/load-automation.ts";
import { ReportShape } from "../automations/shapes.ts";

/**
 * How often people decide as the automation of a workflow does, 0..1, by the best evidence of the stage it is in: its newest back-test,
 * its shadow decisions, or what people approved. Of the present version of its rules only.
 *
 * @returns null when no automation is there, or nothing was compared yet
 */
export async function workflowAgreement(
  tx: Tx,
  { workspaceId, workflow }: { workspaceId: string; workflow: string },
): Promise<number | null> {
  const automation = (await listAutomations(tx, { workspaceId }))
    .map(asLoaded)
    .find(({ playbook, stage }) => playbook.workflow === workflow && stage !== "retired");
  if (!automation) return null;
  const { id: automationId, version, stage } = automation;
  if (stage === "draft" || stage === "back-test") {
    const tests = await listBackTests(tx, { workspaceId, automationId });
    const newest = tests.find((row) => row.version === version && row.report !== null);
    if (!newest) return null;
    const window = { fromDay: newest.fromDay.toISOString(), toDay: newest.toDay.toISOString() };
    return triedOn(ReportShape.parse(newest.report), window).agreement.share;
  }
  const answersOf = stage === "shadow" ? "shadow" : "approve";
  return agreementOf(await listAnswers(tx, { workspaceId, automationId, version, stage: answersOf })).share;
}
