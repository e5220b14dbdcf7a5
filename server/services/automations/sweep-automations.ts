import { systemKeyOf } from "#connectors/records/integrations.ts";
import { listWorkspacesWithAutomations } from "#db/queries/automations.ts";
import { listConnections } from "#db/queries/connections.ts";
import { listOverdueProposals, listWorkspacesWithDueEffects, lockEffect, updateEffect } from "#db/queries/effects.ts";
import type { Services } from "#server/context.ts";
import { playbooks } from "#server/playbooks/index.ts";
import { loadAutomation } from "./load-automation.ts";
import { recordAnswer } from "./record-answer.ts";
import { startDecisions, startRunEffects } from "./start-run-effects.ts";

const ACTOR = { type: "system", name: "Slipstream" } as const;
const TIME_OUT = { type: "system", name: "the time-out of the approval" } as const;

/** Looks, workspace by workspace, for what time alone made due, and starts the jobs that see to it. */
export async function sweepAutomations(services: Services, signal: AbortSignal): Promise<{ started: number }> {
  const { store, now } = services;
  const atWork = await store.within({ sweep: "automations" }, (tx) => listWorkspacesWithAutomations(tx));
  const due = await store.within({ sweep: "automations" }, (tx) => listWorkspacesWithDueEffects(tx, { now: now() }));
  for (const workspaceId of atWork) {
    signal.throwIfAborted();
    await store.within({ workspaceId }, async (tx) => {
      for (const { id, integration, state } of await listConnections(tx, { workspaceId }))
        if (state !== "erasing" && playbooks.some((playbook) => playbook.integration === systemKeyOf(integration)))
          await startDecisions({ ...services, actor: ACTOR }, tx, { workspaceId, connectionId: id });
    });
  }
  for (const workspaceId of due) {
    signal.throwIfAborted();
    await store.within({ workspaceId }, async (tx) => {
      await endProposals(services, tx, workspaceId);
      await startRunEffects({ ...services, actor: ACTOR }, tx, { workspaceId });
    });
  }
  return { started: atWork.length + due.length };
}

/** Proposals that nobody answered in time: they lapse or are done, as the automation's settings declare. */
async function endProposals(services: Services, tx: Parameters<typeof lockEffect>[0], workspaceId: string): Promise<void> {
  const { now } = services;
  const done: { decisionId: string; id: string }[] = [];
  for (const { id, automationId } of await listOverdueProposals(tx, { workspaceId, now: now() })) {
    const effect = await lockEffect(tx, { workspaceId, id });
    if (effect?.state !== "proposed") continue;
    const { settings, stage } = await loadAutomation(tx, { workspaceId, automationId });
    // What a brake stopped waits for a person and for nothing else.
    const isDone = settings.approval.onTimeout === "act" && effect.problem === null && (stage === "approve" || stage === "auto");
    const change = isDone
      ? { state: "ready" as const, dueAt: now(), decidedBy: TIME_OUT }
      : { state: "expired" as const, problem: "Nobody answered in time.", errorClass: "unanswered", settledAt: now() };
    await updateEffect(tx, { workspaceId, id, change });
    if (isDone) done.push(effect);
  }
  for (const [decisionId, effects] of Map.groupBy(done, (effect) => effect.decisionId))
    await recordAnswer({ ...services, workspaceId, actor: TIME_OUT }, tx, { decisionId, effects, verb: "approve", reason: null });
}
