import { lockAutomation } from "#db/queries/automations.ts";
import { insertAnswer, listStandings } from "#db/queries/decisions.ts";
import { dropWaitingEffects } from "#db/queries/effects.ts";
import type { Actor, Services } from "#server/context.ts";
import { reasonToStepDown, watchOver } from "#server/domain/automations/demotion.ts";
import { acts } from "#server/domain/automations/stages.ts";
import { changeStage } from "./change-stage.ts";
import { asLoaded, type LoadedAutomation } from "./load-automation.ts";
import { KnownFacts } from "./shapes.ts";

type Answering = Pick<Services, "store" | "newId" | "now"> & { workspaceId: string; actor: Actor };
type Tx = Parameters<typeof lockAutomation>[0];
type Answered = { id: string; caseId: string; outcome: string; facts: unknown };

/** How far back the watch looks: an automation that acts for years is not held against its first days, and each look stays short. */
const WATCHED_MS = 90 * 86_400_000;

/** A rejection says that it was wrong and not what would have been right. */
export const REJECTED = "rejected";

/**
 * Keeps what people answered to a decision. Where the automation acts, disagreements add up, and when they are too many it goes back
 * to shadow by itself.
 *
 * @param people what people did; for approvals the decision's own outcome, or REJECTED
 */
export async function answerDecision(
  context: Answering,
  automation: Pick<LoadedAutomation, "id" | "playbook">,
  given: { decision: Answered; source: "people" | "approval"; people: string },
  within?: Tx,
): Promise<void> {
  const { store, workspaceId } = context;
  if (within) return answer(context, within, automation, given);
  await store.within({ workspaceId }, (tx) => answer(context, tx, automation, given));
}

async function answer(
  context: Answering,
  tx: Tx,
  { id: automationId, playbook }: Pick<LoadedAutomation, "id" | "playbook">,
  { decision, source, people }: { decision: Answered; source: "people" | "approval"; people: string },
): Promise<void> {
  const { workspaceId, now } = context;
  const row = await lockAutomation(tx, { workspaceId, automationId });
  if (!row) return;
  const agreed = people === decision.outcome;
  const cost = playbook.costOf({ decided: decision.outcome, people, facts: KnownFacts.parse(decision.facts) });
  const severe = !agreed && cost.severe;
  const costMinor = agreed ? 0 : cost.costMinor;
  const added = await insertAnswer(tx, {
    workspaceId,
    automationId,
    decisionId: decision.id,
    source,
    outcome: people,
    agreed,
    severe,
    costMinor,
    now: now(),
  });
  const automation = asLoaded(row);
  // What people have seen to themselves no longer waits for an approval.
  if (added && source === "people")
    await dropWaitingEffects(tx, {
      workspaceId,
      automationId,
      caseId: decision.caseId,
      why: "seen to",
      problem: "People have seen to it themselves.",
      now: now(),
    });
  if (!added || agreed || !acts(automation.stage)) return;
  const { settings, stageSince } = automation;
  const since = new Date(Math.max(stageSince.getTime(), now().getTime() - WATCHED_MS));
  const standings = await listStandings(tx, { workspaceId, automationId, since });
  const watch = watchOver(standings, 1 - settings.gates.auto.agreementLower);
  const reason = reasonToStepDown(watch, settings.demotion);
  if (reason === null) return;
  await changeStage({ ...context, actor: { type: "system", name: "Slipstream" } }, tx, {
    automation,
    stage: "shadow",
    reason,
    evidence: { ...watch, decisions: standings.length },
  });
}
