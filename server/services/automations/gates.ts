import { listBackTests } from "#db/queries/back-tests.ts";
import { listAnswers } from "#db/queries/decisions.ts";
import type { Context } from "#server/context.ts";
import { agreementOf, gateConditions, gateHolds } from "#server/domain/automations/agreement.ts";
import { gateOf, mayMove, type Stage } from "#server/domain/automations/stages.ts";
import { AppError } from "#server/errors.ts";
import { changeStage } from "./change-stage.ts";
import { loadAutomation, type LoadedAutomation } from "./load-automation.ts";

type Tx = Parameters<typeof listAnswers>[0];
type Of = { automationId: string };

/** What each gate asks for and how it stands for the present version of the rules. @throws AppError NOT_FOUND */
export const getGates = ({ store, workspaceId }: Context, { automationId }: Of) =>
  store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId });
    return { approve: await standing(tx, workspaceId, automation, "approve"), auto: await standing(tx, workspaceId, automation, "auto") };
  });

/** Shadow decisions open the way to approve, approvals that to auto. */
async function standing(tx: Tx, workspaceId: string, { id, version, settings }: LoadedAutomation, gate: "approve" | "auto") {
  const stage = gate === "approve" ? "shadow" : "approve";
  const agreement = agreementOf(await listAnswers(tx, { workspaceId, automationId: id, version, stage }));
  const conditions = gateConditions(settings.gates[gate], agreement);
  return { agreement, conditions, holds: gateHolds(conditions) };
}

/**
 * Moves an automation on the ladder. Down and out at any time; up one step, and into approve and auto only through the gate.
 *
 * @throws AppError NOT_FOUND, CONFLICT when the ladder has no such step, GATE_NOT_MET
 */
export async function setStage(
  context: Context,
  { automationId, stage, reason }: Of & { stage: Stage; reason: string },
): Promise<{ jobRunId: null }> {
  const { store, workspaceId } = context;
  await store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId, lock: true });
    if (automation.stage === stage) return;
    if (!mayMove(automation.stage, stage))
      throw new AppError("CONFLICT", `From ${automation.stage} there is no way to ${stage}: take one step at a time.`);
    const gate = gateOf(stage);
    const isUp = !(automation.stage === "auto" && stage === "approve");
    const found = gate !== null && isUp ? await standing(tx, workspaceId, automation, gate) : null;
    if (found !== null && !found.holds) throw new AppError("GATE_NOT_MET", gateMessage(found.conditions));
    if (stage === "shadow" && automation.stage === "back-test") await mustHaveBackTest(tx, workspaceId, automation);
    await changeStage(context, tx, { automation, stage, reason, evidence: found });
  });
  return { jobRunId: null };
}

async function mustHaveBackTest(tx: Tx, workspaceId: string, { id, version }: LoadedAutomation): Promise<void> {
  const tests = await listBackTests(tx, { workspaceId, automationId: id });
  if (!tests.some((test) => test.version === version && test.finishedAt !== null))
    throw new AppError("GATE_NOT_MET", `Version ${version} has no finished back-test yet: run one first.`);
}

function gateMessage(conditions: readonly { what: string; value: number | null; limit: number; holds: boolean }[]): string {
  const words = conditions
    .filter(({ holds }) => !holds)
    .map(({ what, value, limit }) => {
      const present = value === null ? "not known yet" : what === "agreement" ? value.toFixed(3) : String(value);
      if (what === "agreement") return `the agreement is ${present} at its lower bound and has to be ${limit}`;
      if (what === "answers") return `${present} decisions are answered and ${limit} are needed`;
      return `the expected loss per 1,000 decisions is ${present === "not known yet" ? present : "above the budget"}`;
    });
  return `The gate is not met: ${words.join("; ")}. Let it decide on for a while, or improve the rules.`;
}
