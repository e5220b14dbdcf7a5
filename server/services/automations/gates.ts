import { listBackTests } from "#db/queries/back-tests.ts";
import { listAnswers } from "#db/queries/decisions.ts";
import type { Context } from "#server/context.ts";
import { agreementOf, gateConditions, gateHolds } from "#server/domain/automations/agreement.ts";
import { decides, gateOf, mayMove, type Stage } from "#server/domain/automations/stages.ts";
import { countWords } from "#server/domain/count-words.ts";
import { AppError } from "#server/errors.ts";
import { changeStage } from "./change-stage.ts";
import { loadAutomation, unreadableIn, type LoadedAutomation } from "./load-automation.ts";

type Tx = Parameters<typeof listAnswers>[0];
type Of = { automationId: string };

/** What each gate asks for and how it stands for the present version of the rules. @throws AppError NOT_FOUND */
export const getGates = ({ store, workspaceId }: Context, { automationId }: Of) =>
  store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId });
    const unread = await unreadableIn(tx, { workspaceId, automationId, ...automation });
    const orUnread = <Gate extends { missing: string | null }>(gate: Gate) => ({ ...gate, missing: unread ?? gate.missing });
    return {
      shadow: orUnread({ missing: await missingBackTest(tx, workspaceId, automation) }),
      approve: orUnread(await standing(tx, workspaceId, automation, "approve")),
      auto: orUnread(await standing(tx, workspaceId, automation, "auto")),
    };
  });

/** Shadow decisions open the way to approve, approvals that to auto. */
async function standing(tx: Tx, workspaceId: string, { id, version, settings }: LoadedAutomation, gate: "approve" | "auto") {
  const stage = gate === "approve" ? "shadow" : "approve";
  const answers = await listAnswers(tx, { workspaceId, automationId: id, version, stage });
  const agreement = agreementOf(answers);
  const [first] = answers;
  const answered = first === undefined ? null : { from: first.at, to: answers.at(-1)?.at ?? first.at };
  const conditions = gateConditions(settings.gates[gate], agreement);
  const holds = gateHolds(conditions);
  return { agreement, answered, conditions, holds, missing: holds ? null : gateMessage(conditions) };
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
    const unread =
      decides(stage) && automation.stage !== "auto" ? await unreadableIn(tx, { workspaceId, automationId, ...automation }) : null;
    const isDown = automation.stage === "approve" && stage === "shadow";
    if (unread !== null && !isDown) throw new AppError("CONFLICT", unread);
    const gate = gateOf(stage);
    const isUp = !(automation.stage === "auto" && stage === "approve");
    const found = gate !== null && isUp ? await standing(tx, workspaceId, automation, gate) : null;
    if (found !== null && !found.holds) throw new AppError("GATE_NOT_MET", found.missing ?? "");
    const untried = stage === "shadow" && automation.stage === "back-test" ? await missingBackTest(tx, workspaceId, automation) : null;
    if (untried !== null) throw new AppError("CONFLICT", untried);
    await changeStage(context, tx, { automation, stage, reason, evidence: found });
  });
  return { jobRunId: null };
}

async function missingBackTest(tx: Tx, workspaceId: string, { id, version }: LoadedAutomation): Promise<string | null> {
  const tests = await listBackTests(tx, { workspaceId, automationId: id });
  const isTried = tests.some((test) => test.version === version && test.finishedAt !== null);
  return isTried ? null : `Version ${version} has no finished back-test yet: run one first.`;
}

function gateMessage(conditions: readonly { what: string; value: number | null; limit: number; holds: boolean }[]): string {
  const words = conditions
    .filter(({ holds }) => !holds)
    .map(({ what, value, limit }) => {
      if (what === "answers") return `${countWords(value ?? 0)} decisions are answered and ${countWords(limit)} are needed`;
      if (what === "loss") return value === null ? "the expected loss is not known yet" : "the expected loss is above the budget";
      return value === null
        ? `the agreement is not known yet and its lower bound has to reach ${percent(limit)}`
        : `the lower bound of the agreement is ${percent(value)} and has to reach ${percent(limit)}`;
    });
  return `The gate is not met: ${words.join("; ")}.`;
}

/** Down to a tenth, so that what is just below a limit never reads as the limit. */
const percent = (share: number): string => `${Math.floor(share * 1000 + 1e-9) / 10} %`;
