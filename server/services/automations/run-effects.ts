import { findControl } from "#db/queries/automations.ts";
import { findConnection } from "#db/queries/connections.ts";
import { findDecision } from "#db/queries/decisions.ts";
import {
  claimEffect,
  findEffect,
  insertAttempt,
  listAttempts,
  listEffectsOf,
  pauseCalls,
  takeCalls,
  updateEffect,
  type EffectRow,
} from "#db/queries/effects.ts";
import { deleteDoneRuns } from "#db/queries/job-runs.ts";
import * as z from "zod";
import type { JobContext } from "#server/context.ts";
import { errorClassOf, waitBeforeRetry, type ErrorClass } from "#server/domain/automations/retry.ts";
import { NangoError } from "#server/nango/nango-error.ts";
import type { ActionCall, EffectKind, PlannedEffect, Playbook } from "#server/playbooks/define.ts";
import { nangoDoor } from "../connections/nango-door.ts";
import { loadAutomation } from "./load-automation.ts";

/** Longer than the slowest action with its read back, so that nobody takes an effect whose worker is alive. */
const LEASE_MS = 3 * 60_000;
const CALLS_AN_EFFECT = 3; // The look, the act, and the look after it.

const Planned = z.object({
  kind: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
  input: z.record(z.string(), z.unknown()),
});
const Subject = Planned.shape.subject;
const Input = Planned.shape.input;
const Kept = z.object({ fingerprint: z.string() });
/** What an effect leaves behind: how the record stood afterwards, so that taking it back can see whether somebody changed it since. */
const Left = z.object({ after: z.string().nullable() });

/** An effect as it came out of one try. */
export type Settled = { effectId: string; state: string };

/**
 * Carries out every effect that is due, one after the other, until none is left or all is stopped. Any number of workers may do so at
 * once: an effect is lent to one of them. Nothing is done that was not looked at first, and after a doubt the look tells.
 */
export async function runEffects(context: JobContext): Promise<{ settled: number }> {
  const { store, workspaceId } = context;
  let settled = 0;
  for (;;) {
    const next = await runOneEffect(context);
    if (!next) break;
    settled += 1;
  }
  await store.within({ workspaceId }, (tx) => deleteDoneRuns(tx, { workspaceId, name: "run-effects", subjectId: workspaceId }));
  return { settled };
}

/** Takes one effect that is due and brings it as far as it goes; null when none is. */
export async function runOneEffect(context: JobContext): Promise<Settled | null> {
  const { store, workspaceId, now } = context;
  const effect = await store.within({ workspaceId }, async (tx) => {
    const undoing = (await findControl(tx, { workspaceId }))?.stoppedAt != null;
    const at = now();
    return claimEffect(tx, { workspaceId, now: at, until: new Date(at.getTime() + LEASE_MS), undoing });
  });
  return effect ? carryOut(context, effect) : null;
}

type Work = {
  effect: EffectRow;
  playbook: Playbook;
  kind: EffectKind;
  subject: PlannedEffect["subject"];
  input: Readonly<Record<string, unknown>>;
  /** Whether an earlier try may have reached the vendor: nobody knows until the record was read. */
  inDoubt: boolean;
  expected: string | null;
  left: unknown;
  call: (action: ActionCall) => Promise<unknown>;
};

async function carryOut(context: JobContext, effect: EffectRow): Promise<Settled> {
  const work = await prepareWork(context, effect);
  if (typeof work === "string") return settle(context, effect, { state: "refused", problem: work, what: "look", result: "refused" });
  const look = work.inDoubt ? "read back" : "look";
  let doing: "look" | "read back" | "act" = look;
  try {
    const seen = await work.call(work.kind.look(work));
    const { subject, input, left, expected } = work;
    // In doubt the record may differ by our own doing: then only the wanted state tells, and the action's own check guards the rest.
    const step = work.kind.prepare({ subject, input, seen, decided: expected, key: keyFor(effect), left });
    if (step.step === "already done") {
      const after = work.playbook.fingerprintNow(seen);
      return await settle(context, effect, { state: "done", after, what: look, result: "already done", keepsInverse: work.inDoubt });
    }
    if (step.step === "refuse")
      return await settle(context, effect, { state: "refused", problem: step.why, what: look, result: "refused" });

    doing = "act";
    if (!(await beginAct(context, effect, step.inverse))) return { effectId: effect.id, state: "ready" };
    const answer = await work.call(step.call);
    const after = await fingerprintAfter(work);
    return await settle(context, effect, { state: "done", after, what: "act", result: "done", answer, keepsInverse: true });
  } catch (error) {
    if (!(error instanceof NangoError)) throw error;
    return await settleFailure(context, effect, error, doing);
  }
}

/** Everything that a try needs; the reason in words when there is nothing to try. */
async function prepareWork(context: JobContext, effect: EffectRow): Promise<Work | string> {
  const { store, workspaceId } = context;
  const nango = nangoDoor(context);
  return store.within({ workspaceId }, async (tx) => {
    const { playbook } = await loadAutomation(tx, { workspaceId, automationId: effect.automationId });
    const connection = await findConnection(tx, { workspaceId, id: effect.connectionId });
    if (!connection || connection.state === "erasing") return "The connection is not there any more.";
    const kind = playbook.effects[effect.kind];
    if (!kind) return `The playbook knows no effect "${effect.kind}" any more.`;
    const decision = await findDecision(tx, { workspaceId, id: effect.decisionId });
    const siblings = await listEffectsOf(tx, { workspaceId, decisionId: effect.decisionId });
    const attempts = await listAttempts(tx, { workspaceId, effectIds: [effect.id] });
    const undone = effect.undoes === null ? null : await findEffect(tx, { workspaceId, id: effect.undoes });
    const earlier = siblings.filter(({ undoes, position }) => undoes === null && position < effect.position);
    if (effect.undoes === null && earlier.some(({ state }) => state !== "done")) return "A step before it was not done.";
    const before = effect.undoes === null ? earlier.at(-1) : undone;
    const expected = before
      ? (Left.safeParse(before.answer).data?.after ?? null)
      : (Kept.safeParse(decision?.planned).data?.fingerprint ?? null);
    return {
      effect,
      playbook,
      kind,
      subject: Subject.parse(effect.subject),
      input: Input.parse(effect.input),
      inDoubt: attempts.findLast(({ what }) => what === "act")?.result === "begun",
      expected,
      left: undone?.answer ?? null,
      call: ({ action, input }) => nango.triggerAction(connection, action, input),
    };
  });
}

/** Unique to the effect and short enough for a vendor's field of 64 characters. */
const keyFor = ({ id }: EffectRow): string => `slipstream-${id}`;

/**
 * The last look at our own switches before a change leaves the house: stopped, paused or out of calls, the effect goes back to those
 * that wait. What is begun is written down first, with the way back: should this process die, the next one knows to read before acting.
 */
async function beginAct(context: JobContext, effect: EffectRow, inverse: PlannedEffect | null): Promise<boolean> {
  const { store, workspaceId, newId, now } = context;
  const { id, automationId, connectionId, undoes } = effect;
  return store.within({ workspaceId }, async (tx) => {
    const { pausedAt, settings } = await loadAutomation(tx, { workspaceId, automationId });
    const stopped = (await findControl(tx, { workspaceId }))?.stoppedAt != null;
    const back = (dueAt: Date) => updateEffect(tx, { workspaceId, id, change: { state: "ready", dueAt } });
    if (undoes === null && (stopped || pausedAt !== null)) {
      await back(now());
      return false;
    }
    if (
      !(await takeCalls(tx, {
        workspaceId,
        connectionId,
        calls: CALLS_AN_EFFECT,
        perMinute: Math.max(CALLS_AN_EFFECT, settings.callsPerMinute),
        now: now(),
      }))
    ) {
      await back(new Date(now().getTime() + 5_000));
      return false;
    }
    await updateEffect(tx, { workspaceId, id, change: { inverse }, keepsLease: true });
    await insertAttempt(tx, { workspaceId, id: newId(), effectId: id, what: "act", result: "begun", now: now() });
    return true;
  });
}

/** How the record stands after the act; null when it cannot be read, and then taking it back asks a person. */
async function fingerprintAfter({ call, kind, subject, input, playbook }: Work): Promise<string | null> {
  try {
    return playbook.fingerprintNow(await call(kind.look({ subject, input })));
  } catch (error) {
    if (error instanceof NangoError) return null;
    throw error;
  }
}

type Outcome = {
  state: "done" | "refused";
  what: "look" | "read back" | "act";
  result: "done" | "already done" | "refused";
  problem?: string;
  after?: string | null;
  answer?: unknown;
  keepsInverse?: boolean;
};

async function settle(
  { store, workspaceId, newId, now }: JobContext,
  effect: EffectRow,
  { state, what, result, problem, after = null, answer, keepsInverse = false }: Outcome,
): Promise<Settled> {
  await store.within({ workspaceId }, async (tx) => {
    await insertAttempt(tx, { workspaceId, id: newId(), effectId: effect.id, what, result, message: problem ?? null, answer, now: now() });
    const change = {
      state,
      problem: problem ?? null,
      errorClass: state === "refused" ? "refused" : null,
      settledAt: now(),
      answer: { after },
      // What was there already was not our doing: there is nothing to take back.
      ...(keepsInverse ? {} : { inverse: null }),
    };
    await updateEffect(tx, { workspaceId, id: effect.id, change });
    if (effect.undoes === null) return;
    const undone = state === "done" ? { state: "undone" as const, problem: null } : { problem: `Not undone: ${problem ?? ""}` };
    await updateEffect(tx, { workspaceId, id: effect.undoes, change: undone });
  });
  return { effectId: effect.id, state };
}

async function settleFailure(
  { store, workspaceId, newId, now, log }: JobContext,
  effect: EffectRow,
  error: NangoError,
  what: "look" | "read back" | "act",
): Promise<Settled> {
  const { status, code, vendorStatus, refusal, message } = error;
  const errorClass = errorClassOf({ status, code, vendorStatus, refusal: refusal?.type ?? null });
  const text = refusal?.message ?? message;
  const wait = waitBeforeRetry(errorClass, effect.attempts);
  const state = errorClass === "refused" ? "refused" : wait === null ? "failed" : "ready";
  log.info({ effectId: effect.id, errorClass, status, code }, "an effect was not carried out");
  await store.within({ workspaceId }, async (tx) => {
    // An outage leaves it open whether the vendor did it: "begun" stays the last word, and the next try reads first.
    if (!(what === "act" && errorClass === "outage"))
      await insertAttempt(tx, {
        workspaceId,
        id: newId(),
        effectId: effect.id,
        what,
        result: errorClass === "refused" ? "refused" : "failed",
        errorClass,
        message: text,
        now: now(),
      });
    if (errorClass === "rate limit")
      await pauseCalls(tx, { workspaceId, connectionId: effect.connectionId, until: new Date(now().getTime() + (wait ?? 60_000)) });
    await updateEffect(tx, {
      workspaceId,
      id: effect.id,
      change: {
        state,
        problem: problemOf(errorClass, text),
        errorClass,
        dueAt: new Date(now().getTime() + (wait ?? 0)),
        ...(state === "ready" ? {} : { settledAt: now() }),
      },
    });
    if (effect.undoes !== null && state !== "ready")
      await updateEffect(tx, { workspaceId, id: effect.undoes, change: { problem: `Not undone: ${text}` } });
  });
  return { effectId: effect.id, state };
}

const problemOf = (errorClass: ErrorClass, text: string): string =>
  ({
    refused: text,
    value: `The vendor does not accept it: ${text}`,
    connection: "The connection has no access. Reconnect it, then redo this.",
    "rate limit": "The vendor had too many calls; it is tried again by itself.",
    outage: "The vendor or Nango did not answer; before the next try the record is read.",
  })[errorClass];
