import { systemKeyOf } from "#connectors/records/integrations.ts";
import { findControl, listAutomations } from "#db/queries/automations.ts";
import { listOpenCases } from "#db/queries/case-histories.ts";
import { findConnection } from "#db/queries/connections.ts";
import { insertDecision, listDecisionsOfCases, listUnanswered } from "#db/queries/decisions.ts";
import { countActsOnCase, dropWaitingEffects, insertEffect, listStatesOf, sumOfEffects } from "#db/queries/effects.ts";
import { listTakenBack } from "#db/queries/undone-effects.ts";
import { deleteDoneRuns } from "#db/queries/job-runs.ts";
import type { JobContext } from "#server/context.ts";
import { brakeReason, isHeldOut } from "#server/domain/automations/brake.ts";
import { valuesOf, type CaseHistory, type Facts, type Occasion } from "#server/domain/automations/case-history.ts";
import { contradictionOf } from "#server/domain/automations/contradiction.ts";
import { decidingAct } from "#server/domain/automations/deciding-act.ts";
import { pendingAt } from "#server/domain/automations/replay.ts";
import { regretOf, type Regret } from "#server/domain/automations/regret.ts";
import { acts, decides, STAGES } from "#server/domain/automations/stages.ts";
import { staysWithPeople, type TakenBack } from "#server/domain/automations/taken-back.ts";
import { NEEDS_PERSON } from "#server/domain/decisions/rule-table.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import type { Choice, Plan, Playbook } from "#server/playbooks/define.ts";
import { ruleEngine, type RuleAnswer } from "#server/playbooks/rule-engine.ts";
import { sendNews } from "../rollout/notify.ts";
import { startRunEffects } from "./start-run-effects.ts";
import { answerDecision } from "./answer-decision.ts";
import { eachHistory, type CaseSource } from "./case-reader.ts";
import { choicesOf } from "./offer-of.ts";
import { asLoaded, loadAutomation, loadRules, type LoadedAutomation } from "./load-automation.ts";
import { tellOfApprovals } from "./tell-approvals.ts";

type Tx = Parameters<typeof insertDecision>[0];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ANSWERED_WITHIN_MS = 30 * DAY_MS;
/** An effect that nobody took back within this time was right. */
const CONTRADICTED_WITHIN_MS = 3 * DAY_MS;
/** A decision whose effects were refused because the record had changed is taken anew; after this many a person has to look. */
const MOST_DECISIONS = 3;

/**
 * Decides on what came up in a connection's cases, and compares earlier decisions with what people did since. Looks at the state of
 * our copy and not at what changed it, so a run too many adds nothing and a run too few is made up by the next.
 *
 * @returns how many decisions were added, and how many were answered
 */
export async function decideCases(
  context: JobContext,
  { connectionId }: { connectionId: string },
): Promise<{ decided: number; answered: number }> {
  const { store, workspaceId } = context;
  const { connection, automations } = await store.within({ workspaceId }, async (tx) => {
    const found = await findConnection(tx, { workspaceId, id: connectionId });
    const stopped = (await findControl(tx, { workspaceId }))?.stoppedAt != null;
    const rows = stopped ? [] : (await listAutomations(tx, { workspaceId })).map(asLoaded);
    return {
      connection: found,
      automations: rows.filter(
        ({ playbook, stage, pausedAt }) =>
          playbook.integration === (found && systemKeyOf(found.integration)) && decides(stage) && pausedAt === null,
      ),
    };
  });
  const total = { decided: 0, answered: 0 };
  if (!connection || connection.state === "erasing") return total;
  for (const automation of automations) {
    const source = { connectionId, sourceId: connection.sourceId };
    total.answered += await compareWithPeople(context, automation, source);
    total.decided += await decideOpenCases(context, automation, source);
  }
  const news = await store.within({ workspaceId }, async (tx) => {
    if (total.decided > 0) await startRunEffects(context, tx, { workspaceId });
    await deleteDoneRuns(tx, { workspaceId, name: "decide-cases", subjectId: connectionId });
    return tellOfApprovals(tx, context);
  });
  await sendNews(context, news);
  return total;
}

async function decideOpenCases(context: JobContext, automation: LoadedAutomation, source: CaseSource): Promise<number> {
  const { store, workspaceId, now } = context;
  const { playbook, id: automationId, version } = automation;
  const { recordIds, table } = await store.within({ workspaceId }, async (tx) => ({
    recordIds: await listOpenCases(tx, { workspaceId, ...source, ...playbook.open }),
    table: (await loadRules(tx, { workspaceId, automationId, version })).table,
  }));
  let choices: readonly Choice[] | null = null;
  const engine = ruleEngine(table, playbook.facts);
  const atMs = now().getTime();
  const here = { version, stageSinceMs: automation.stageSince.getTime() };
  let decided = 0;
  const caseIds = recordIds.map((recordId) => `${playbook.caseType}:${recordId}`);
  for await (const histories of eachHistory(context, { playbook, source, caseIds, isLive: true })) {
    const known = await store.within({ workspaceId }, (tx) =>
      listDecisionsOfCases(tx, { workspaceId, automationId, caseIds: histories.map(({ caseId }) => caseId) }),
    );
    const effects = await effectsOf(context, known);
    const takenBack = await takenBackOf(context, automation, histories);
    for (const history of histories) {
      const occasion = pendingAt(playbook, history, atMs);
      if (!occasion) continue;
      const facts = playbook.factsAt(history, atMs + 1);
      const before = known.filter((row) => row.caseId === history.caseId && occasionOf(row.occasion) === occasion.key);
      if (before.length >= MOST_DECISIONS) continue;
      const latest = before.at(-1);
      if (latest && !mustDecideAnew(effects.get(latest.id)) && !wasOnlyWatched(latest, automation)) continue;
      const byRules = await engine.decide(valuesOf(facts));
      choices ??= await store.within({ workspaceId }, (tx) => choicesOf(tx, { workspaceId, playbook, connectionId: source.connectionId }));
      const plan = playbook.plan({ outcome: byRules.outcome, reason: byRules.reason, history, facts, choices });
      if (plan === null) continue; // Our copy is behind the time line: the next landing brings the rest.
      const forPeople = staysWithPeople(playbook, history, takenBack.get(history.caseId) ?? [], here) ?? plan.needsPerson;
      const answer = forPeople === undefined ? byRules : { ...byRules, outcome: NEEDS_PERSON, reason: forPeople };
      const regret = regretOf(playbook.alternatives?.at(history, atMs + 1) ?? [], answer.outcome);
      const key = before.length === 0 ? occasion.key : `${occasion.key}#${before.length + 1}`;
      if (await keepDecision(context, automation, { history, occasion: { ...occasion, key }, facts, answer, plan, regret, source }))
        decided += 1;
    }
  }
  return decided;
}

const occasionOf = (key: string): string => key.replace(/#\d+$/, "");

type EffectState = Awaited<ReturnType<typeof listStatesOf>>[number];

/** What people had taken back, by case. Beside the team nothing is done again, and rules that only watch are compared as they are. */
async function takenBackOf(
  { store, workspaceId }: JobContext,
  { id: automationId, stage }: LoadedAutomation,
  histories: readonly CaseHistory[],
): Promise<Map<string, TakenBack[]>> {
  if (!acts(stage)) return new Map();
  const caseIds = histories.map(({ caseId }) => caseId);
  const rows = await store.within({ workspaceId }, (tx) => listTakenBack(tx, { workspaceId, automationId, caseIds }));
  const byCase = Map.groupBy(rows, ({ caseId }) => caseId);
  return new Map([...byCase].map(([caseId, all]) => [caseId, all.map(asTakenBack)]));
}

const asTakenBack = ({ version, askedAt, overAt }: { version: number; askedAt: Date; overAt: Date | null }): TakenBack => ({
  version,
  askedMs: askedAt.getTime(),
  overMs: overAt?.getTime() ?? null,
});

/** The effects of decisions as they stand, by decision, read together: a case may wait for days, and each landing asks about all that do. */
async function effectsOf({ store, workspaceId }: JobContext, decisions: readonly { id: string }[]): Promise<Map<string, EffectState[]>> {
  const decisionIds = decisions.map(({ id }) => id);
  const rows = decisionIds.length === 0 ? [] : await store.within({ workspaceId }, (tx) => listStatesOf(tx, { workspaceId, decisionIds }));
  return Map.groupBy(rows, ({ decisionId }) => decisionId);
}

/** The effects of the decision were refused because the record had changed: what it is now has not been decided on. */
const mustDecideAnew = (effects: readonly EffectState[] = []): boolean =>
  // What a person turned down was not refused by the record: it is not proposed again.
  effects.some(({ state, undoes, errorClass }) => state === "refused" && undoes === null && errorClass === "refused");

/** It was decided beside the team, and waits still now that the automation acts: promoting it is meant for this case as well. */
const wasOnlyWatched = ({ stage: then }: { stage: string }, { stage }: LoadedAutomation): boolean => acts(stage) && !ACTING.has(then);
const ACTING: ReadonlySet<string> = new Set(STAGES.filter(acts));

type Decided = {
  history: CaseHistory;
  occasion: Occasion;
  facts: Facts;
  answer: RuleAnswer;
  plan: Plan;
  regret: Regret | null;
  source: CaseSource;
};

/** Writes a decision and its effects in one transaction: both are there or neither. */
async function keepDecision(context: JobContext, automation: LoadedAutomation, decided: Decided): Promise<boolean> {
  const { store, workspaceId, newId, now } = context;
  const { history, occasion, facts, answer, plan, regret, source } = decided;
  const { id: automationId, version } = automation;
  const decisionId = newId();
  return store.within({ workspaceId }, async (tx) => {
    // It may have changed its stage since the cases were read.
    const { stage, pausedAt, settings } = await loadAutomation(tx, { workspaceId, automationId, lock: true });
    if (!decides(stage) || pausedAt !== null) return false;
    const heldOut = isHeldOut(history.caseId, automationId, settings.holdOutShare);
    const added = await insertDecision(tx, {
      workspaceId,
      id: decisionId,
      automationId,
      version,
      stage,
      connectionId: source.connectionId,
      caseId: history.caseId,
      occasion: occasion.key,
      now: now(),
      facts,
      rowId: answer.rowId,
      outcome: answer.outcome,
      reason: answer.reason,
      planned: { effects: plan.effects, fingerprint: plan.fingerprint, regret },
      riskMinor: plan.riskMinor,
      currency: plan.currency,
      heldOut,
    });
    if (!added) return false;
    // What was proposed on what the case was before is out of date.
    await dropWaitingEffects(tx, {
      workspaceId,
      automationId,
      caseId: history.caseId,
      why: "superseded",
      problem: "The case changed and was decided anew.",
      now: now(),
    });
    if (!acts(stage) || heldOut || answer.outcome === NEEDS_PERSON) return true;
    const brake = stage === "auto" ? await brakeOf(tx, context, automation, history.caseId, plan.riskMinor) : null;
    const state = stage === "auto" && brake === null ? "ready" : "proposed";
    for (const [position, effect] of plan.effects.entries())
      await insertEffect(tx, {
        ...effect,
        workspaceId,
        id: newId(),
        automationId,
        version,
        decisionId,
        position,
        connectionId: source.connectionId,
        caseId: history.caseId,
        state,
        key: `${decisionId}:${position}`,
        undoes: null,
        problem: brake,
        riskMinor: plan.riskMinor,
        currency: plan.currency,
        expiresAt: state === "proposed" ? new Date(now().getTime() + settings.approval.hours * HOUR_MS) : null,
        decidedBy: state === "ready" ? { type: "system", name: automation.name } : null,
        now: now(),
      });
    return true;
  });
}

async function brakeOf(
  tx: Tx,
  { workspaceId, now }: JobContext,
  { id: automationId, settings }: LoadedAutomation,
  caseId: string,
  riskMinor: number | null,
): Promise<string | null> {
  const passed = await sumOfEffects(tx, { workspaceId, automationId, since: new Date(now().getTime() - HOUR_MS) });
  const actsOnCase = await countActsOnCase(tx, { workspaceId, caseId, since: new Date(now().getTime() - DAY_MS) });
  return brakeReason({ passed, riskMinor, actsOnCase }, settings.brake);
}

/** Finds what people did about what was decided: in their own hands, or against what was done for them. */
async function compareWithPeople(context: JobContext, automation: LoadedAutomation, source: CaseSource): Promise<number> {
  const { store, workspaceId, now } = context;
  const { playbook, id: automationId } = automation;
  const nowMs = now().getTime();
  const waiting = await store.within({ workspaceId }, (tx) =>
    listUnanswered(tx, {
      workspaceId,
      automationId,
      connectionId: source.connectionId,
      since: new Date(nowMs - ANSWERED_WITHIN_MS),
      person: NEEDS_PERSON,
    }),
  );
  if (waiting.length === 0) return 0;
  let answered = 0;
  const unanswered = Map.groupBy(waiting, ({ caseId }) => caseId);
  const effects = await effectsOf(context, waiting);
  for await (const histories of eachHistory(context, { playbook, source, caseIds: [...unanswered.keys()], isLive: true })) {
    const decided = Map.groupBy(
      await store.within({ workspaceId }, (tx) =>
        listDecisionsOfCases(tx, { workspaceId, automationId, caseIds: histories.map(({ caseId }) => caseId) }),
      ),
      ({ caseId }) => caseId,
    );
    for (const history of histories) {
      // The latest first: an act answers one decision, the last that it can be the answer to.
      const taken = new Set<OpsEvent>();
      const found: { decision: Unanswered; people: string }[] = [];
      for (const decision of (unanswered.get(history.caseId) ?? []).toReversed()) {
        const own = effects.get(decision.id);
        const done = settledAt(own);
        const nextMs = decidedNextMs(decided.get(history.caseId) ?? [], decision.id);
        const act =
          done === null
            ? actAlone(playbook, history, decision, { own, nextMs })
            : contradictionOf(playbook, history, { outcome: decision.outcome, doneMs: done, nowMs });
        if (act !== null && done === null) {
          if (taken.has(act)) continue;
          taken.add(act);
        }
        const people = act ? (done === null ? playbook.decidedBy(act, history) : act.activity) : null;
        if (people === null && (done === null || nowMs < done + CONTRADICTED_WITHIN_MS)) continue;
        found.unshift({ decision, people: people ?? decision.outcome });
      }
      for (const { decision, people } of found) await answerDecision(context, automation, { decision, source: "people", people });
      answered += found.length;
    }
  }
  return answered;
}

type Unanswered = Awaited<ReturnType<typeof listUnanswered>>[number];

/**
 * What people did themselves about a decision that was not carried out. One that was superseded has no answer but what came before the next:
 * nobody had it before them any more, whether or not the next has its answer already.
 */
function actAlone(
  playbook: Playbook,
  history: CaseHistory,
  { occasion, decidedAt }: Unanswered,
  { own = [], nextMs }: { own: readonly EffectState[] | undefined; nextMs: number },
): OpsEvent | null {
  if (own.some(({ errorClass }) => errorClass === "superseded")) return null;
  return decidingAct(playbook, history, { occasion: occasionOf(occasion), decidedMs: decidedAt.getTime(), nextMs });
}

/** When a case was decided on once more after one of its decisions, in order of time; Infinity where it was not. */
const decidedNextMs = (inOrder: readonly { id: string; decidedAt: Date }[], id: string): number =>
  inOrder[inOrder.findIndex((other) => other.id === id) + 1]?.decidedAt.getTime() ?? Infinity;

/** When the effects of a decision were done; null when they were not, or were taken back. */
function settledAt(effects: readonly EffectState[] = []): number | null {
  const own = effects.filter(({ undoes }) => undoes === null);
  if (own.length === 0 || !own.every(({ state }) => state === "done")) return null;
  return Math.max(...own.map((effect) => effect.settledAt?.getTime() ?? 0));
}
