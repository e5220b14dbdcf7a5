import { findEffect, insertEffect, listUndoable, listUndosOf, updateEffect } from "#db/queries/effects.ts";
import * as z from "zod";
import type { Context, JobContext } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { loadAutomation } from "./load-automation.ts";
import { runOneEffect } from "./run-effects.ts";

const Inverse = z.object({ kind: z.string(), subject: z.record(z.string(), z.unknown()), input: z.record(z.string(), z.unknown()) });

/** What came of taking back: each effect with what stands in the way, in words, where it was not undone. */
export type Undone = { undone: string[]; conflicts: { effectId: string; problem: string }[] };

/** Starts taking back effects. @throws AppError NOT_FOUND for an effect of nobody's */
export async function undoEffects(context: Context, { effectIds }: { effectIds: readonly string[] }): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    for (const id of effectIds)
      if (!(await findEffect(tx, { workspaceId, id })))
        throw new AppError("NOT_FOUND", "There is no such effect. It may belong to another workspace.");
    return { jobRunId: await start(context, tx, { effectIds, title: `Undo ${effectIds.length}` }) };
  });
}

/** Starts taking back everything that one version did since a time. @throws AppError NOT_FOUND */
export async function undoVersion(
  context: Context,
  { automationId, version, since }: { automationId: string; version: number; since: Date },
): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const { name } = await loadAutomation(tx, { workspaceId, automationId });
    const effectIds = await listUndoable(tx, { workspaceId, automationId, version, since });
    const after = { version, since: since.toISOString(), effects: effectIds.length };
    await recordChange(tx, { ...context, noun: "automation", nounId: automationId, verb: "undo version", before: null, after });
    return { jobRunId: await start(context, tx, { effectIds, title: `Undo version ${version} of "${name}"` }) };
  });
}

const start = (
  context: Context,
  tx: Parameters<typeof findEffect>[0],
  { effectIds, title }: { effectIds: readonly string[]; title: string },
) => startJob(context, tx, { name: "undo-effects", title, payload: { effectIds: [...effectIds] } });

/**
 * Takes effects back, the latest first, each only when nobody changed its record since. Safe to run twice: what is undone stays so.
 * Goes on while automations are stopped, since it is what one does after stopping them.
 */
export async function runUndo(
  context: JobContext,
  { effectIds }: { effectIds: readonly string[] },
  progress: JobProgress,
): Promise<Undone> {
  const { store, workspaceId } = context;
  const result: Undone = { undone: [], conflicts: [] };
  const effects = await store.within({ workspaceId }, async (tx) => {
    const found = [];
    for (const id of new Set(effectIds)) found.push(await findEffect(tx, { workspaceId, id }));
    return found.filter((effect) => effect !== undefined);
  });
  effects.sort(
    (a, b) => (b.settledAt?.getTime() ?? 0) - (a.settledAt?.getTime() ?? 0) || b.position - a.position || (a.id < b.id ? 1 : -1),
  );
  for (const [at, effect] of effects.entries()) {
    const problem = await undoOne(context, effect.id);
    if (problem === null) result.undone.push(effect.id);
    else result.conflicts.push({ effectId: effect.id, problem });
    await progress.report({ rowsDone: at + 1, rowsTotal: effects.length });
  }
  return result;
}

async function undoOne(context: JobContext, id: string): Promise<string | null> {
  const { store, workspaceId, actor, newId, now } = context;
  const planned = await store.within({ workspaceId }, async (tx) => {
    const effect = await findEffect(tx, { workspaceId, id });
    if (effect?.state === "undone") return { problem: null };
    if (effect?.state !== "done") return { problem: "It was not done, so there is nothing to undo." };
    const inverse = Inverse.safeParse(effect.inverse).data;
    if (!inverse) return { problem: "It cannot be taken back: there is no way back, or it was not our doing." };
    // A try that was refused is over, and the next one is an effect of its own; one that still waits is taken up again.
    const tries = await listUndosOf(tx, { workspaceId, id });
    if (tries.some(({ state }) => state === "ready" || state === "running")) return null;
    await insertEffect(tx, {
      ...effect,
      ...inverse,
      workspaceId,
      id: newId(),
      state: "ready",
      key: `undo:${id}:${tries.length + 1}`,
      undoes: id,
      problem: null,
      expiresAt: null,
      decidedBy: actor,
      now: now(),
    });
    await updateEffect(tx, { workspaceId, id, change: { problem: null } });
    return null;
  });
  if (planned) return planned.problem;
  for (;;) {
    const next = await runOneEffect(context);
    const effect = await store.within({ workspaceId }, (tx) => findEffect(tx, { workspaceId, id }));
    if (effect?.state === "undone") return null;
    if (effect?.problem?.startsWith("Not undone: ")) return effect.problem.slice("Not undone: ".length);
    if (!next) return "It has to wait for the vendor or for calls to it; it is tried again by itself.";
  }
}
