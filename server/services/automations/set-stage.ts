import { findControl, insertStageChange, updateAutomation, upsertControl } from "#db/queries/automations.ts";
import type { Context } from "#server/context.ts";
import { settingsChanged, type AutomationSettings } from "#server/domain/automations/settings.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";
import { loadAutomation } from "./load-automation.ts";

type Of = { automationId: string };

/**
 * Stops an automation at once, or lets it go on: no effect begins while it is paused, and none is lost. What waited is carried out as soon as
 * it goes on.
 *
 * @throws AppError NOT_FOUND
 */
export async function setPaused(
  context: Context,
  { automationId, paused, reason }: Of & { paused: boolean; reason: string },
): Promise<{ jobRunId: string | null }> {
  const { store, workspaceId, actor, newId, now } = context;
  return store.within({ workspaceId }, async (tx) => {
    const { stage, version, pausedAt } = await loadAutomation(tx, { workspaceId, automationId, lock: true });
    if ((pausedAt !== null) === paused) return { jobRunId: null };
    await updateAutomation(tx, { workspaceId, automationId, change: { pausedAt: paused ? now() : null } });
    const what = paused ? "pause" : "resume";
    const change = { workspaceId, id: newId(), automationId, version, from: stage, to: stage, what, reason, evidence: null } as const;
    await insertStageChange(tx, { ...change, actor, now: now() });
    await recordChange(tx, { ...context, noun: "automation", nounId: automationId, verb: what, before: null, after: { reason } });
    return { jobRunId: paused ? null : await carryOutWhatWaited(context, tx) };
  });
}

/** Stops every automation of the workspace at once, or lets them all go on, and what waited with them. */
export async function setStopped(
  context: Context,
  { stopped, reason }: { stopped: boolean; reason: string },
): Promise<{ jobRunId: string | null }> {
  const { store, workspaceId, actor, now } = context;
  return store.within({ workspaceId }, async (tx) => {
    const before = await findControl(tx, { workspaceId });
    if ((before?.stoppedAt != null) === stopped) return { jobRunId: null };
    await upsertControl(tx, { workspaceId, stoppedAt: stopped ? now() : null, reason, actor });
    const verb = stopped ? "stop all" : "resume all";
    await recordChange(tx, { ...context, noun: "automation", nounId: workspaceId, verb, before: null, after: { reason } });
    return { jobRunId: stopped ? null : await carryOutWhatWaited(context, tx) };
  });
}

/**
 * Changes gates, brakes, approvals and the like, and logs what, who and why. Nothing where they stand like this already.
 *
 * @throws AppError NOT_FOUND, CONFLICT when it is retired
 */
export async function saveSettings(
  context: Context,
  { automationId, settings, reason }: Of & { settings: AutomationSettings; reason: string },
): Promise<void> {
  const { store, workspaceId, actor, newId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId, lock: true });
    const { stage, version } = automation;
    if (stage === "retired") throw new AppError("CONFLICT", "A retired automation is not changed any more.");
    const changed = settingsChanged(automation.settings, settings);
    if (changed.length === 0) return;
    await updateAutomation(tx, { workspaceId, automationId, change: { settings } });
    const evidence = { changed };
    const change = { workspaceId, id: newId(), automationId, version, from: stage, to: stage, what: "settings", reason, evidence } as const;
    await insertStageChange(tx, { ...change, actor, now: now() });
    const values = { before: { settings: automation.settings }, after: { settings, reason } };
    await recordChange(tx, { ...context, noun: "automation", nounId: automationId, verb: "save settings", ...values });
  });
}

/** In a job of its own: one that waits already may have looked before the stop was lifted. */
const carryOutWhatWaited = (context: Context, tx: Parameters<typeof findControl>[0]): Promise<string> =>
  startJob(context, tx, { name: "run-effects", title: "Carry out what waited for the stop to be lifted", payload: {} });
