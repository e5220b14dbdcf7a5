import { findControl } from "#db/queries/automations.ts";
import { findConnection } from "#db/queries/connections.ts";
import { findDecision } from "#db/queries/decisions.ts";
import {
  claimEffect,
  findEffect,
  HELD_UP,
  insertAttempt,
  listAttempts,
  listEffectsOf,
  lockEffect,
  pauseCalls,
  takeCalls,
  updateEffect,
  type EffectRow,
} from "#db/queries/effects.ts";
import { listLaterChanges, NOT_UNDONE } from "#db/queries/undone-effects.ts";
import { deleteDoneRuns } from "#db/queries/job-runs.ts";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { JobContext } from "#server/context.ts";
import { errorClassOf, waitBeforeRetry, type ErrorClass } from "#server/domain/automations/retry.ts";
import { acts } from "#server/domain/automations/stages.ts";
import { undoFirst } from "#server/domain/automations/undo-first.ts";
import { NangoError } from "#server/nango/nango-error.ts";
import { LetterError } from "#server/mail.ts";
import type { ActionCall, Ask, EffectKind, PlannedEffect, Playbook, Step } from "#server/playbooks/define.ts";
import { askWasSent, keepAsk, sendAsk } from "../asks/send-ask.ts";
import { nangoDoor } from "../connections/nango-door.ts";
import { loadAutomation } from "./load-automation.ts";

/** Longer than the slowest action with its read back, so that nobody takes an effect whose worker is alive. */
const LEASE_MS = 3 * 60_000;
/**
 * How long after the last look at our switches a change may be sent to the vendor at the latest, by Nango's clock: what is stopped is over within
 * 5 s (reliability.md, fault 38), and one of them is left for the call itself. It is counted once for a try, and never anew.
 */
const SENT_WITHIN_MS = 4_000;
const CALLS_AN_EFFECT = 3; // The look, the act, and the look after it.
const WAITS_FOR_CALLS_MS = 5_000;
const WAITS_FOR_LETTERS_MS = 60 * 60_000;

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
  sourceId: string;
  playbook: Playbook;
  kind: EffectKind;
  subject: PlannedEffect["subject"];
  input: Readonly<Record<string, unknown>>;
  /** What an earlier try asked that may have reached the vendor: nobody knows until the record was read. null: there was none. */
  inDoubt: { asked: unknown } | null;
  /** Why nothing may be done any more, for one in doubt: whether it was done has to be found out all the same. */
  lapsed: string | null;
  expected: string | null;
  left: unknown;
  call: (action: ActionCall) => Promise<unknown>;
  /** Until when what is begun now may be sent; null for what takes back, which nothing stops. */
  lastMoment: () => string | null;
};

/** What comes of looking at our own rows first: go on, put off, or over without a call, with the reason in words. */
type Prepared = { go: Work } | { putOffTo: Date } | { refuse: string; isHeldUp?: boolean } | { lapse: string };

type Doing = "look" | "read back" | "act";

async function carryOut(context: JobContext, effect: EffectRow): Promise<Settled> {
  const prepared = await prepareWork(context, effect);
  if ("putOffTo" in prepared) {
    await putOff(context, effect, prepared.putOffTo);
    return { effectId: effect.id, state: "ready" };
  }
  if ("refuse" in prepared) {
    const { refuse: problem, isHeldUp = false } = prepared;
    return settle(context, effect, { state: "refused", problem, isHeldUp, what: "look", result: "refused" });
  }
  if ("lapse" in prepared) return settle(context, effect, { state: "expired", problem: prepared.lapse, what: "look", result: "refused" });
  const work = prepared.go;
  const look = work.inDoubt ? "read back" : "look";
  let doing: Doing = look;
  try {
    const seen = await work.call(work.kind.look(work));
    const { subject, input, left, expected } = work;
    // In doubt the record may differ by our own doing: then the wanted state tells.
    const inDoubt = work.inDoubt !== null;
    const step = work.kind.prepare({ subject, input, seen, decided: expected, key: keyFor(effect), left, inDoubt });
    if (step.step === "look again")
      return await settleFailure(context, effect, { errorClass: "outage", text: step.why, retryAfterMs: null, isOpen: false }, look);
    if (step.step === "already done") {
      const after = work.playbook.fingerprintNow(seen);
      return await settle(context, effect, {
        state: "done",
        after,
        what: look,
        result: "already done",
        keepsInverse: work.inDoubt !== null,
      });
    }
    if (work.lapsed !== null)
      return await settle(context, effect, { state: "expired", problem: work.lapsed, what: look, result: "refused" });
    const why = whyNot(work, step);
    if (step.step === "refuse" || why !== null) {
      const later = await laterOfOurs(context, work, seen);
      return await settle(context, effect, { state: "refused", problem: why ?? "", ...later, what: look, result: "refused" });
    }

    doing = "act";
    if (step.step === "ask") return await askByLetter(context, work, step.ask);
    const notAfter = work.lastMoment();
    if ((await beginAct(context, effect, { asked: step.call, inverse: step.inverse })) !== "begun")
      return { effectId: effect.id, state: "ready" };
    const answer = await work.call({ ...step.call, input: { ...step.call.input, notAfter } });
    const after = await fingerprintAfter(work);
    return await settle(context, effect, { state: "done", after, what: "act", result: "done", answer, keepsInverse: true });
  } catch (error) {
    const failure = asFailure(error);
    if (failure === null) throw error;
    return await settleFailure(context, effect, failure, doing);
  }
}

const whyNot = ({ inDoubt }: Work, step: Exclude<Step, { step: "already done" | "look again" }>): string | null =>
  step.step === "refuse" ? step.why : step.step === "act" ? refusalInDoubt(inDoubt, step.call) : null;

/**
 * Why a change is not taken back that a later change of ours stands on, and which one that is; null where it is no such thing, as where
 * somebody else edited the record since.
 */
async function laterOfOurs(
  { store, workspaceId }: JobContext,
  { effect: { undoes }, playbook, expected }: Work,
  seen: unknown,
): Promise<{ problem: string; undoFirst: string } | null> {
  const now = playbook.fingerprintNow(seen);
  if (undoes === null || expected === null || expected === now) return null;
  return store.within({ workspaceId }, async (tx) => {
    const id = undoFirst({ after: expected, later: await listLaterChanges(tx, { workspaceId, id: undoes }), now });
    const first = id === null ? undefined : await findEffect(tx, { workspaceId, id });
    if (!first) return null;
    const change = `A later change of ours to the same record stands, "${playbook.effects[first.kind]?.title ?? first.kind}" of version ${first.version}`;
    const problem =
      first.inverse === null
        ? `${change}, and it cannot be taken back: a person has to look.`
        : `${change}: undo that one first, and then this one once more.`;
    return { problem, undoFirst: first.id };
  });
}

/**
 * Sends a letter, which no look can find again: where it is not known whether it left, it is never sent again by itself, and a person says
 * whether it is. The same letter carries the same message id, and opens the same page.
 */
async function askByLetter(context: JobContext, work: Work, ask: Ask): Promise<Settled> {
  const { effect, sourceId, playbook } = work;
  const { id: effectId, caseId, connectionId } = effect;
  // The first try after a person's redo is their answer to the doubt.
  if (work.inDoubt !== null && effect.attempts > 1) return settleFailure(context, effect, LETTER_IN_DOUBT, "act");
  const place = { connectionId, sourceId, caseId };
  const asked = { subject: ask.page.number, recipient: ask.recipient };
  const begun = await beginAct(context, effect, {
    asked,
    inverse: null,
    first: (tx) => keepAsk(context, tx, { effectId, ask, place }),
  });
  if (begun === "put off") await putOff(context, effect, new Date(context.now().getTime() + WAITS_FOR_LETTERS_MS));
  if (begun !== "begun") return { effectId, state: "ready" };
  try {
    await sendAsk(context, { effectId, ask });
  } catch (error) {
    if (!(error instanceof LetterError)) throw error;
    return settleFailure(context, effect, FAILURE_OF_LETTER[error.fate](error.message), "act");
  }
  const after = await fingerprintAfter(work);
  return settle(context, effect, {
    state: "done",
    after,
    what: "act",
    result: "done",
    answer: asked,
    also: (tx) => askWasSent(context, tx, { effectId, ask, place, workflow: playbook.workflow }),
  });
}

/**
 * A first try that nobody knows the end of is made again only where the record stands as it did then: asked the same. Otherwise it may
 * have been done and taken back by a person since, and doing it again would go against them.
 */
function refusalInDoubt(inDoubt: Work["inDoubt"], call: ActionCall): string | null {
  if (inDoubt === null || isDeepStrictEqual(inDoubt.asked, JSON.parse(JSON.stringify(call)))) return null;
  return "It is not known whether the first try was carried out, and the record was changed since.";
}

/** Everything that a try needs, once the calls for it are taken out of the connection's budget. */
async function prepareWork(context: JobContext, effect: EffectRow): Promise<Prepared> {
  const { store, workspaceId, now } = context;
  const { automationId, connectionId, decisionId, undoes } = effect;
  const nango = nangoDoor(context);
  return store.within({ workspaceId }, async (tx): Promise<Prepared> => {
    const { playbook, stage, settings } = await loadAutomation(tx, { workspaceId, automationId });
    const connection = await findConnection(tx, { workspaceId, id: connectionId });
    if (!connection || connection.state === "erasing") return { refuse: "The connection is not there any more." };
    const attempts = await listAttempts(tx, { workspaceId, effectIds: [effect.id] });
    const lastAct = attempts.findLast(({ what }) => what === "act");
    const inDoubt = lastAct?.result === "begun" ? { asked: lastAct.answer } : null;
    const lapsed = undoes === null && !acts(stage) ? `The automation went back to ${stage}.` : null;
    if (lapsed !== null && inDoubt === null) return { lapse: lapsed };
    const kind = playbook.effects[effect.kind];
    if (!kind) return { refuse: `The playbook knows no effect "${effect.kind}" any more.` };
    const decision = await findDecision(tx, { workspaceId, id: decisionId });
    const siblings = await listEffectsOf(tx, { workspaceId, decisionId });
    const undone = undoes === null ? null : await findEffect(tx, { workspaceId, id: undoes });
    const earlier = siblings.filter((other) => other.undoes === null && other.position < effect.position);
    if (undoes === null && earlier.some(({ state }) => state !== "done"))
      return { refuse: "A step before it was not done.", isHeldUp: true };
    const before = undoes === null ? earlier.at(-1) : undone;
    const expected = before
      ? (Left.safeParse(before.answer).data?.after ?? null)
      : (Kept.safeParse(decision?.planned).data?.fingerprint ?? null);
    if (expected === null)
      return {
        refuse:
          undoes === null
            ? "It is not known how the record stood after the step before it."
            : "It is not known how the record stood after the change, so whether somebody edited it since: a person has to look.",
      };
    const perMinute = Math.max(CALLS_AN_EFFECT, settings.callsPerMinute);
    if (!(await takeCalls(tx, { workspaceId, connectionId, calls: CALLS_AN_EFFECT, perMinute, now: now() })))
      return { putOffTo: new Date(now().getTime() + WAITS_FOR_CALLS_MS) };
    return {
      go: {
        effect,
        sourceId: connection.sourceId,
        playbook,
        kind,
        subject: Subject.parse(effect.subject),
        input: Input.parse(effect.input),
        inDoubt,
        lapsed,
        expected,
        left: undone?.answer ?? null,
        call: ({ action, input }) => nango.triggerAction(connection, action, input),
        lastMoment: () => (undoes === null ? nango.momentIn(SENT_WITHIN_MS).toISOString() : null),
      },
    };
  });
}

/** Back among those that wait; it was no try. */
const putOff = ({ store, workspaceId }: JobContext, { id, attempts }: EffectRow, dueAt: Date): Promise<void> =>
  store.within({ workspaceId }, async (tx) => {
    if (await isOurs(tx, workspaceId, { id, attempts }))
      await updateEffect(tx, { workspaceId, id, change: { state: "ready", dueAt, attempts: attempts - 1 } });
  });

type Tx = Parameters<typeof lockEffect>[0];

/**
 * Whether an effect is still lent to the worker that holds this row of it. A worker that slept past the end of its loan finds that
 * another one has taken it up, and leaves it alone. The row is locked until the transaction ends.
 */
async function isOurs(tx: Tx, workspaceId: string, { id, attempts }: Pick<EffectRow, "id" | "attempts">): Promise<boolean> {
  const found = await lockEffect(tx, { workspaceId, id });
  return found?.state === "running" && found.attempts === attempts;
}

/** Unique to the effect and short enough for a vendor's field of 64 characters. */
const keyFor = ({ id }: EffectRow): string => `slipstream-${id}`;

/**
 * The last look at our own switches before a change leaves the house: stopped, paused or lent to another worker, it does not. What is
 * begun is written down first, with the way back: should this process die, the next one knows to read before acting.
 *
 * @param first what has to be kept in the same transaction; false puts the effect off
 */
async function beginAct(
  context: JobContext,
  effect: EffectRow,
  { asked, inverse, first }: { asked: unknown; inverse: PlannedEffect | null; first?: (tx: Tx) => Promise<boolean> },
): Promise<"begun" | "not ours" | "put off"> {
  const { store, workspaceId, newId, now } = context;
  const { id, automationId, undoes, attempts } = effect;
  return store.within({ workspaceId }, async (tx) => {
    if (!(await isOurs(tx, workspaceId, effect))) return "not ours";
    const { pausedAt, stage } = await loadAutomation(tx, { workspaceId, automationId });
    const stopped = (await findControl(tx, { workspaceId }))?.stoppedAt != null;
    if (undoes === null && (stopped || pausedAt !== null || !acts(stage))) {
      await updateEffect(tx, { workspaceId, id, change: { state: "ready", dueAt: now(), attempts: attempts - 1 } });
      return "not ours";
    }
    if (first && !(await first(tx))) return "put off";
    await updateEffect(tx, { workspaceId, id, change: { inverse }, keepsLease: true });
    await insertAttempt(tx, { workspaceId, id: newId(), effectId: id, what: "act", result: "begun", answer: asked, now: now() });
    return "begun";
  });
}

/** How the record stands after the act; null when it cannot be read, and then taking it back asks a person. */
async function fingerprintAfter({ call, kind, subject, input, playbook }: Work): Promise<string | null> {
  try {
    return playbook.fingerprintNow(await call(kind.look({ subject, input })));
  } catch (error) {
    if (asFailure(error) !== null) return null;
    throw error;
  }
}

type Outcome = {
  state: "done" | "refused" | "expired";
  what: "look" | "read back" | "act";
  result: "done" | "already done" | "refused";
  problem?: string;
  /** The effect that has to be taken back before this one can be. */
  undoFirst?: string;
  after?: string | null;
  answer?: unknown;
  keepsInverse?: boolean;
  /** A step before it was not done: the record stands as it was decided on, and doing that step brings this one back. */
  isHeldUp?: boolean;
  /** What has to be written in the same transaction. */
  also?: (tx: Tx) => Promise<void>;
};

async function settle(
  { store, workspaceId, newId, now }: JobContext,
  effect: EffectRow,
  { state, what, result, problem, undoFirst: first, after = null, answer, keepsInverse = false, isHeldUp = false, also }: Outcome,
): Promise<Settled> {
  await store.within({ workspaceId }, async (tx) => {
    if (!(await isOurs(tx, workspaceId, effect))) return;
    await insertAttempt(tx, { workspaceId, id: newId(), effectId: effect.id, what, result, message: problem ?? null, answer, now: now() });
    const change = {
      state,
      problem: problem ?? null,
      errorClass: state === "refused" ? (isHeldUp ? HELD_UP : "refused") : state === "expired" ? "stepped down" : null,
      settledAt: now(),
      answer: first === undefined ? { after } : { after, undoFirst: first },
      // What was there already was not our doing: there is nothing to take back.
      ...(keepsInverse ? {} : { inverse: null }),
    };
    await updateEffect(tx, { workspaceId, id: effect.id, change });
    await also?.(tx);
    if (effect.undoes === null) return;
    const undone = state === "done" ? { state: "undone" as const, problem: null } : { problem: `${NOT_UNDONE}${problem ?? ""}` };
    await updateEffect(tx, { workspaceId, id: effect.undoes, change: undone });
  });
  return { effectId: effect.id, state };
}

/** `problem` stands for the usual words of its class; `isOpen`: nobody knows whether it was done; `isLast`: it is not tried again by itself. */
type Failure = {
  errorClass: ErrorClass;
  text: string;
  retryAfterMs: number | null;
  problem?: string;
  isOpen: boolean;
  isLast?: boolean;
};

const LETTER_IN_DOUBT: Failure = {
  errorClass: "outage",
  text: "It is not known whether the letter left.",
  retryAfterMs: null,
  problem:
    "It is not known whether the letter left, so it is not sent again by itself. Redo sends it once more, with the same page and message id.",
  isOpen: true,
  isLast: true,
};

const FAILURE_OF_LETTER: Readonly<Record<LetterError["fate"], (text: string) => Failure>> = {
  "not sent": (text) => ({
    errorClass: "outage",
    text,
    retryAfterMs: null,
    problem: "The mail server was not reached or asks to come later; the letter has not left and is tried again by itself.",
    isOpen: false,
  }),
  refused: (text) => ({ errorClass: "value", text, retryAfterMs: null, problem: `The letter has not left: ${text}`, isOpen: false }),
  "not known": () => LETTER_IN_DOUBT,
};

/** What a call failed with, by what to do about it; null for what is none of the vendor's doing. */
function asFailure(error: unknown): Failure | null {
  // An answer of another form than the action's: to try again would bring the same.
  if (error instanceof z.ZodError)
    return { errorClass: "value", text: "The answer has a form that is not known.", retryAfterMs: null, isOpen: false };
  if (!(error instanceof NangoError)) return null;
  const { status, code, vendorStatus, refusal, message, retryAfterMs } = error;
  const errorClass = errorClassOf({ status, code, vendorStatus, refusal: refusal?.type ?? null });
  // After an outage the vendor may have done it.
  return { errorClass, text: refusal?.message ?? message, retryAfterMs, isOpen: errorClass === "outage" };
}

async function settleFailure(
  { store, workspaceId, newId, now, log }: JobContext,
  effect: EffectRow,
  { errorClass, text, retryAfterMs, problem, isOpen, isLast = false }: Failure,
  what: Doing,
): Promise<Settled> {
  const wait = isLast ? null : waitBeforeRetry(errorClass, effect.attempts, retryAfterMs);
  const state = errorClass === "refused" ? "refused" : wait === null ? "failed" : "ready";
  log.info({ effectId: effect.id, errorClass, text }, "an effect was not carried out");
  await store.within({ workspaceId }, async (tx) => {
    if (!(await isOurs(tx, workspaceId, effect))) return;
    // Where it is open whether it was done, "begun" stays the last word, and the next try reads first.
    if (!(what === "act" && isOpen))
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
        problem: problem ?? problemOf(errorClass, text),
        errorClass,
        dueAt: new Date(now().getTime() + (wait ?? 0)),
        ...(state === "ready" ? {} : { settledAt: now() }),
      },
    });
    if (effect.undoes !== null && state !== "ready")
      await updateEffect(tx, { workspaceId, id: effect.undoes, change: { problem: `${NOT_UNDONE}${text}` } });
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
    late: "The vendor was so slow to be read that there was no time left to send the change; nothing was sent, and it is tried again by itself.",
  })[errorClass];
