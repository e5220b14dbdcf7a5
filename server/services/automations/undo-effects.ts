import { findEffect, insertEffect, updateEffect } from "#db/queries/effects.ts";
import {
  countUndoable,
  countUndone,
  listBegun,
  listLeft,
  listStandingOn,
  listUndoable,
  listUndosOf,
  NOT_UNDONE,
} from "#db/queries/undone-effects.ts";
import * as z from "zod";
import type { Actor, Context, JobContext } from "#server/context.ts";
import { acts } from "#server/domain/automations/stages.ts";
import { AppError } from "#server/errors.ts";
import type { Payload } from "#server/queue.ts";
import { nameCases } from "../cases/name-cases.ts";
import { recordChange } from "../changes/record-change.ts";
import { startJob } from "../jobs/start-job.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { changeStage } from "./change-stage.ts";
import { loadAutomation } from "./load-automation.ts";
import { runOneEffect } from "./run-effects.ts";

const Inverse = z.object({ kind: z.string(), subject: z.record(z.string(), z.unknown()), input: z.record(z.string(), z.unknown()) });
const MOST_LEFT = 200;

type Tx = Parameters<typeof findEffect>[0];
type OfVersion = { automationId: string; version: number; since: Date };

/** What came of taking back: each effect with what stands in the way, in words, where it was not undone. */
export type Undone = { undone: string[]; conflicts: { effectId: string; problem: string }[] };

/** Starts taking back effects. @throws AppError NOT_FOUND for an effect of nobody's */
export async function undoEffects(
  context: Context,
  { effectIds, reason }: { effectIds: readonly string[]; reason: string },
): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    for (const id of new Set(effectIds)) {
      if (!(await findEffect(tx, { workspaceId, id })))
        throw new AppError("NOT_FOUND", "There is no such effect. It may belong to another workspace.");
      await recordChange(tx, { ...context, noun: "effect", nounId: id, verb: "undo", before: null, after: { reason } });
    }
    return { jobRunId: await start(context, tx, { effectIds, reason, title: `Undo ${effectIds.length}` }) };
  });
}

/** How many changes of a version since a time can be taken back, and whether it would step down for it. @throws AppError NOT_FOUND */
export const getUndoable = ({ store, workspaceId }: Context, { automationId, version, since }: OfVersion) =>
  store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId });
    const counts = await countUndoable(tx, { workspaceId, automationId, version, since });
    return { ...counts, stepsDown: stepsDown(automation, version) };
  });

/**
 * Starts taking back everything that one version did since a time. Where that version acts, the automation goes back to shadow first: it
 * would do the same again on what is put back.
 *
 * @throws AppError NOT_FOUND
 */
export async function undoVersion(
  context: Context,
  { automationId, version, since, reason }: OfVersion & { reason: string },
): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId, lock: true });
    if (stepsDown(automation, version)) {
      const why = `What version ${version} did is taken back: ${reason}`;
      await changeStage(context, tx, { automation, stage: "shadow", reason: why, evidence: null });
    }
    const effectIds = await listUndoable(tx, { workspaceId, automationId, version, since });
    const after = { version, since: since.toISOString(), effects: effectIds.length, reason };
    await recordChange(tx, { ...context, noun: "automation", nounId: automationId, verb: "undo version", before: null, after });
    const all = { automationId, version, since: since.toISOString() };
    return { jobRunId: await start(context, tx, { effectIds, reason, all, title: `Undo version ${version} of "${automation.name}"` }) };
  });
}

const stepsDown = (automation: { stage: Parameters<typeof acts>[0]; version: number }, version: number): boolean =>
  acts(automation.stage) && automation.version === version;

/** What was taken back of an automation, by version, and the changes that were to be and stand, with why. @throws AppError NOT_FOUND */
export const listUndone = ({ store, workspaceId }: Context, { automationId }: { automationId: string }) =>
  store.within({ workspaceId }, async (tx) => {
    const { playbook } = await loadAutomation(tx, { workspaceId, automationId });
    const left = await listLeft(tx, { workspaceId, automationId, limit: MOST_LEFT });
    const nameOf = await nameCases(tx, { workspaceId, caseIds: left.map(({ caseId }) => caseId) });
    const standingOn = await listStandingOn(tx, { workspaceId, ids: left.map(({ id }) => id) });
    return {
      versions: await countUndone(tx, { workspaceId, automationId }),
      left: left.map(({ id, decisionId, caseId, kind, version, problem }) => ({
        effectId: id,
        decisionId,
        caseName: nameOf(caseId),
        title: playbook.effects[kind]?.title ?? kind,
        version,
        problem: problem?.slice(NOT_UNDONE.length) ?? "",
        later: standingOn.get(id) ?? null,
      })),
    };
  });

type Asked = Pick<Payload<"undo-effects">, "effectIds" | "asked" | "all">;

const start = (
  context: Context,
  tx: Tx,
  { effectIds, reason, all, title }: { effectIds: readonly string[]; reason: string; all?: Asked["all"]; title: string },
) => {
  const asked = { by: context.actor, reason };
  return startJob(context, tx, { name: "undo-effects", title, payload: { effectIds: [...effectIds], asked, ...(all ? { all } : {}) } });
};

/**
 * Takes effects back, the latest first, each only when nobody changed its record since. Safe to run twice: what is undone stays so.
 * Goes on while automations are stopped, since it is what one does after stopping them. Of a whole version, what was under way when it
 * was asked for is taken back as well.
 */
export async function runUndo(context: JobContext, { effectIds, asked, all }: Asked, progress: JobProgress): Promise<Undone> {
  const { store, workspaceId, actor } = context;
  const by = asked ? { ...asked.by, reason: asked.reason } : actor;
  const result: Undone = { undone: [], conflicts: [] };
  const tried = new Set<string>();
  let next = [...new Set(effectIds)];
  while (next.length > 0) {
    const total = tried.size + next.length;
    for (const id of await latestFirst(context, next)) {
      const problem = await undoOne(context, id, by);
      if (problem === null) result.undone.push(id);
      else result.conflicts.push({ effectId: id, problem });
      tried.add(id);
      await progress.report({ rowsDone: tried.size, rowsTotal: total });
    }
    if (!all) break;
    const found = await store.within({ workspaceId }, (tx) => listUndoable(tx, { ...all, workspaceId, since: new Date(all.since) }));
    next = found.filter((id) => !tried.has(id));
  }
  if (all)
    for (const effectId of await store.within({ workspaceId }, (tx) => listBegun(tx, { ...all, workspaceId })))
      result.conflicts.push({
        effectId,
        problem: "It was under way, and whether it was done is found out first. Undo once more after that.",
      });
  return result;
}

/** @returns their ids, the latest that was done first */
async function latestFirst({ store, workspaceId }: JobContext, ids: readonly string[]): Promise<string[]> {
  const effects = await store.within({ workspaceId }, async (tx) => {
    const found = [];
    for (const id of ids) found.push(await findEffect(tx, { workspaceId, id }));
    return found.filter((effect) => effect !== undefined);
  });
  effects.sort(
    (a, b) => (b.settledAt?.getTime() ?? 0) - (a.settledAt?.getTime() ?? 0) || b.position - a.position || (a.id < b.id ? 1 : -1),
  );
  return effects.map(({ id }) => id);
}

async function undoOne(context: JobContext, id: string, by: Actor): Promise<string | null> {
  const { store, workspaceId, newId, now } = context;
  const planned = await store.within({ workspaceId }, async (tx) => {
    const effect = await findEffect(tx, { workspaceId, id });
    if (effect?.state === "undone") return { problem: null };
    if (effect?.state !== "done") return { problem: "It was not done, so there is nothing to undo." };
    const inverse = Inverse.safeParse(effect.inverse).data;
    if (!inverse) {
      const problem = "It cannot be taken back: there is no way back, or it was not our doing.";
      await updateEffect(tx, { workspaceId, id, change: { problem: NOT_UNDONE + problem } });
      return { problem };
    }
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
      decidedBy: by,
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
    if (effect?.problem?.startsWith(NOT_UNDONE)) return effect.problem.slice(NOT_UNDONE.length);
    if (!next) return "It has to wait for the vendor or for calls to it; it is tried again by itself.";
  }
}
