import { findDecision } from "#db/queries/decisions.ts";
import { findEffect, HELD_UP, listEffectsOf, lockEffect, updateEffect } from "#db/queries/effects.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { recordAnswer } from "./record-answer.ts";
import { loadStops, type Stop } from "./stops.ts";
import { startJob } from "../jobs/start-job.ts";
import { answerDecision, REJECTED } from "./answer-decision.ts";
import { loadAutomation } from "./load-automation.ts";

type Some = { effectIds: readonly string[] };
type Tx = Parameters<typeof lockEffect>[0];
type Locked = NonNullable<Awaited<ReturnType<typeof lockEffect>>>;

/**
 * Lets proposed effects be carried out, all of their decision with them. What is no longer waiting is left as it is.
 *
 * @returns the job that carries them out; how many of the decisions wait until a stop is lifted, and what stops them
 * @throws AppError NOT_FOUND for an effect of nobody's
 */
export async function approveEffects(
  context: Context,
  { effectIds }: Some,
): Promise<{ jobRunId: string; waits: number; stop: Stop | null }> {
  const { store, workspaceId, actor, now } = context;
  return store.within({ workspaceId }, async (tx) => {
    const waiting = await lockWaiting(tx, workspaceId, effectIds);
    for (const effect of waiting) {
      const change = { state: "ready" as const, dueAt: now(), decidedBy: actor, problem: null };
      await updateEffect(tx, { workspaceId, id: effect.id, change });
      await answerBy(context, tx, effect, "approved");
    }
    for (const [decisionId, effects] of Map.groupBy(waiting, (effect) => effect.decisionId))
      await recordAnswer(context, tx, { decisionId, effects, verb: "approve", reason: null });
    const stopOf = await loadStops(tx, { workspaceId });
    const stopped = waiting.flatMap(({ decisionId, automationId }) => {
      const stop = stopOf(automationId);
      return stop === null ? [] : [{ decisionId, stop }];
    });
    return {
      jobRunId: await startCarryOut(context, tx, `Carry out ${waiting.length} approved`),
      waits: new Set(stopped.map(({ decisionId }) => decisionId)).size,
      stop: stopped[0]?.stop ?? null,
    };
  });
}

/** Turns proposed effects down with the reason, all of their decision with them. @throws AppError NOT_FOUND */
export async function rejectEffects(context: Context, { effectIds, reason }: Some & { reason: string }): Promise<{ jobRunId: null }> {
  const { store, workspaceId, actor, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const waiting = await lockWaiting(tx, workspaceId, effectIds);
    for (const effect of waiting) {
      const { id } = effect;
      await updateEffect(tx, {
        workspaceId,
        id,
        change: { state: "refused", problem: reason, errorClass: "rejected", decidedBy: actor, settledAt: now() },
      });
      await answerBy(context, tx, effect, REJECTED);
    }
    for (const [decisionId, effects] of Map.groupBy(waiting, (effect) => effect.decisionId))
      await recordAnswer(context, tx, { decisionId, effects, verb: "reject", reason });
  });
  return { jobRunId: null };
}

/** Tries failed effects again, from the start, and what they held up in their decisions with them. @throws AppError NOT_FOUND */
export async function redoEffects(context: Context, { effectIds }: Some): Promise<{ jobRunId: string }> {
  const { store, workspaceId, now } = context;
  return store.within({ workspaceId }, async (tx) => {
    const anew = { state: "ready", dueAt: now(), problem: null, errorClass: null, settledAt: null, attempts: 0 } as const;
    for (const id of inOrder(effectIds)) {
      const effect = await mustLock(tx, workspaceId, id);
      if (effect.state !== "failed") continue;
      await updateEffect(tx, { workspaceId, id, change: anew });
      for (const other of await listEffectsOf(tx, { workspaceId, decisionId: effect.decisionId }))
        if (other.errorClass === HELD_UP && other.position > effect.position)
          await updateEffect(tx, { workspaceId, id: other.id, change: anew });
      await recordChange(tx, { ...context, noun: "effect", nounId: id, verb: "redo", before: { problem: effect.problem }, after: null });
    }
    return { jobRunId: await startCarryOut(context, tx, `Try ${effectIds.length} again`) };
  });
}

/**
 * What waits for a person among some effects and the others of their decisions, locked: a decision is answered as a whole, since half of
 * it is none.
 *
 * @throws AppError NOT_FOUND for an effect of nobody's
 */
async function lockWaiting(tx: Tx, workspaceId: string, effectIds: readonly string[]): Promise<Locked[]> {
  const all: string[] = [];
  for (const id of new Set(effectIds)) {
    const { state, decisionId } = await mustFind(tx, workspaceId, id);
    if (state === "proposed")
      all.push(...(await listEffectsOf(tx, { workspaceId, decisionId })).filter(({ undoes }) => undoes === null).map((other) => other.id));
  }
  const waiting: Locked[] = [];
  for (const id of inOrder(all)) {
    const effect = await mustLock(tx, workspaceId, id);
    if (effect.state === "proposed") waiting.push(effect);
  }
  return waiting;
}

async function mustFind(tx: Tx, workspaceId: string, id: string) {
  const effect = await findEffect(tx, { workspaceId, id });
  if (!effect) throw new AppError("NOT_FOUND", "There is no such effect. It may belong to another workspace.");
  return effect;
}

async function mustLock(tx: Tx, workspaceId: string, id: string) {
  const effect = await lockEffect(tx, { workspaceId, id });
  if (!effect) throw new AppError("NOT_FOUND", "There is no such effect. It may belong to another workspace.");
  return effect;
}

async function answerBy(context: Context, tx: Tx, effect: Locked, said: "approved" | typeof REJECTED) {
  const { workspaceId } = context;
  const decision = await findDecision(tx, { workspaceId, id: effect.decisionId });
  if (!decision) return;
  const automation = await loadAutomation(tx, { workspaceId, automationId: effect.automationId });
  const people = said === "approved" ? decision.outcome : REJECTED;
  await answerDecision(context, automation, { decision, source: "approval", people }, tx);
}

/** Locks are always taken in the same order, so that two people who approve the same rows do not wait for each other. */
const inOrder = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

const startCarryOut = (context: Context, tx: Tx, title: string): Promise<string> =>
  startJob(context, tx, { name: "run-effects", title, payload: {} });
