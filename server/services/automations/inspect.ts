import { findBackTest, listBackTests as listTests, listDisagreements as listRows } from "#db/queries/back-tests.ts";
import { findDecision, listDecisions as listDecided, type DecisionFilter } from "#db/queries/decisions.ts";
import { countEffects, listAttempts, listEffectsOf, listInputsOf, listProposals, listStatesOf } from "#db/queries/effects.ts";
import { listWaitingByAutomation } from "#db/queries/proposals.ts";
import { listOpenPages } from "#db/queries/supplier-asks.ts";
import { listStandingOn } from "#db/queries/undone-effects.ts";
import * as z from "zod";
import type { Context } from "#server/context.ts";
import { changeStanding } from "#server/domain/automations/change-standing.ts";
import { verdictOf } from "#server/domain/automations/compare-versions.ts";
import { rowNamed } from "#server/domain/decisions/cell-words.ts";
import { NEEDS_PERSON } from "#server/domain/decisions/rule-table.ts";
import { AppError } from "#server/errors.ts";
import { findPlaybook } from "#server/playbooks/index.ts";
import { nameCases } from "../cases/name-cases.ts";
import { alterationsFor, answerFor } from "./effect-words.ts";
import { listSaid } from "./list-said.ts";
import { loadAutomation, loadRules } from "./load-automation.ts";
import { offerOf } from "./offer-of.ts";
import { loadStops } from "./stops.ts";
import { ChangedCases, KnownFacts, RegretShape, ReportShape } from "./shapes.ts";

type OfAutomation = { automationId: string };
const PAGE = 50;
/** Absent in what was decided before outcomes had prices. */
const Planned = z.object({ regret: RegretShape.default(null) });

/** Every back-test of an automation, newest first. @throws AppError NOT_FOUND */
export const listBackTests = ({ store, workspaceId }: Context, { automationId }: OfAutomation) =>
  store.within({ workspaceId }, async (tx) => {
    await loadAutomation(tx, { workspaceId, automationId });
    return (await listTests(tx, { workspaceId, automationId })).map(shown);
  });

/** One back-test. @throws AppError NOT_FOUND */
export const getBackTest = ({ store, workspaceId }: Context, { backTestId }: { backTestId: string }) =>
  store.within({ workspaceId }, async (tx) => {
    const row = await findBackTest(tx, { workspaceId, id: backTestId });
    if (!row) throw new AppError("NOT_FOUND", "There is no such back-test.");
    return shown(row);
  });

/** The dearest cases that a back-test's two versions decide differently; none where it was of one version. @throws AppError NOT_FOUND */
export const listChangedCases = ({ store, workspaceId }: Context, { backTestId }: { backTestId: string }) =>
  store.within({ workspaceId }, async (tx) => {
    const row = await findBackTest(tx, { workspaceId, id: backTestId });
    if (!row) throw new AppError("NOT_FOUND", "There is no such back-test.");
    const cases = ChangedCases.safeParse(row.report).data?.against?.cases ?? [];
    const nameOf = await nameCases(tx, { workspaceId, caseIds: cases.map(({ caseId }) => caseId) });
    return cases.map((one) => ({ ...one, caseName: nameOf(one.caseId) }));
  });

const shown = ({ report, fromDay, toDay, ...row }: NonNullable<Awaited<ReturnType<typeof findBackTest>>>) => ({
  ...row,
  fromDay: fromDay.toISOString().slice(0, 10),
  toDay: toDay.toISOString().slice(0, 10),
  report: report === null ? null : judged(ReportShape.parse(report)),
});

/** Reports that were kept before cost and severe errors had a say call a version better that is not: they are judged anew. */
const judged = (report: z.infer<typeof ReportShape>) =>
  report.against ? { ...report, against: { ...report.against, verdict: verdictOf(report.against) } } : report;

/** A page of what people decided otherwise, the dearest first. */
export const listDisagreements = ({ store, workspaceId }: Context, { backTestId, page }: { backTestId: string; page: number }) =>
  store.within({ workspaceId }, async (tx) => {
    const rows = await listRows(tx, { workspaceId, backTestId, offset: page * PAGE, limit: PAGE + 1 });
    const nameOf = await nameCases(tx, { workspaceId, caseIds: rows.map(({ caseId }) => caseId) });
    return {
      rows: rows.slice(0, PAGE).map((row) => ({ ...row, caseName: nameOf(row.caseId), facts: KnownFacts.parse(row.facts) })),
      more: rows.length > PAGE,
    };
  });

/** A page of what an automation decided, newest first, with what people did. @throws AppError NOT_FOUND */
export const listDecisions = (
  { store, workspaceId }: Context,
  { automationId, filter, page }: OfAutomation & { filter: DecisionFilter; page: number },
) =>
  store.within({ workspaceId }, async (tx) => {
    await loadAutomation(tx, { workspaceId, automationId });
    const rows = await listDecided(tx, { workspaceId, automationId, filter, offset: page * PAGE, limit: PAGE + 1, person: NEEDS_PERSON });
    const nameOf = await nameCases(tx, { workspaceId, caseIds: rows.map(({ caseId }) => caseId) });
    const states = Map.groupBy(
      await listStatesOf(tx, { workspaceId, decisionIds: rows.map(({ id }) => id) }),
      ({ decisionId }) => decisionId,
    );
    const stop = (await loadStops(tx, { workspaceId }))(automationId);
    return {
      rows: rows.slice(0, PAGE).map((row) => ({ ...asShown(row, nameOf), change: changeStanding(states.get(row.id) ?? []) })),
      isStopped: stop !== null,
      more: rows.length > PAGE,
    };
  });

/** One decision: its facts, and every effect with every try, as a time line. @throws AppError NOT_FOUND */
export const getDecision = ({ store, workspaceId, now, role }: Context, { decisionId }: { decisionId: string }) =>
  store.within({ workspaceId }, async (tx) => {
    const row = await findDecision(tx, { workspaceId, id: decisionId });
    if (!row) throw new AppError("NOT_FOUND", "There is no such decision.");
    const { playbook } = await loadAutomation(tx, { workspaceId, automationId: row.automationId });
    const { table } = await loadRules(tx, { workspaceId, automationId: row.automationId, version: row.version });
    const titles = new Map((await offerOf(tx, { workspaceId, playbook })).outcomes.map(({ name, title }) => [name, title]));
    const effects = await listEffectsOf(tx, { workspaceId, decisionId });
    const attempts = await listAttempts(tx, { workspaceId, effectIds: effects.map(({ id }) => id) });
    const open = await listOpenPages(tx, { workspaceId, ids: effects.map(({ id }) => id), now: now() });
    const standingOn = await listStandingOn(tx, { workspaceId, ids: effects.map(({ id }) => id) });
    const nameOf = await nameCases(tx, { workspaceId, caseIds: [row.caseId] });
    return {
      stop: (await loadStops(tx, { workspaceId }))(row.automationId),
      row: row.rowId === null ? null : rowNamed(row.rowId, table, playbook.facts, titles),
      said: await listSaid(tx, workspaceId, { decision: row, effects }),
      decision: { ...asShown(row, nameOf), facts: KnownFacts.parse(row.facts), regret: Planned.parse(row.planned).regret },
      effects: effects.map((effect) => ({
        id: effect.id,
        title: playbook.effects[effect.kind]?.title ?? effect.kind,
        alters: alterationsFor({ role }, playbook, effect),
        answer: answerFor({ role }, { answer: effect.answer, attempts: attempts.filter(({ effectId }) => effectId === effect.id) }),
        state: effect.state,
        undoes: effect.undoes,
        canUndo: effect.state === "done" && effect.inverse !== null,
        hasReplyPage: open.has(effect.id),
        problem: effect.problem,
        later: standingOn.get(effect.id) ?? null,
        errorClass: effect.errorClass,
        // Only what waits for a yes has a time by which it lapses, and keeps it.
        wasProposed: effect.expiresAt !== null,
        createdAt: effect.createdAt,
        settledAt: effect.settledAt,
        attempts: attempts
          .filter(({ effectId }) => effectId === effect.id)
          .map(({ at, what, result, errorClass, message }) => ({ at, what, result, errorClass, message })),
      })),
    };
  });

/** What people did where they had taken back what was done for them. */
const TAKEN_BACK = "taken back";

function asShown(row: NonNullable<Awaited<ReturnType<typeof findDecision>>>, nameOf: (caseId: string) => string) {
  const { id, automationId, version, stage, caseId, decidedAt, rowId, outcome, reason, riskMinor, currency, heldOut } = row;
  const { people, agreed, severe, costMinor, answeredBy, answeredAt, takenBackAt } = row;
  const cost = { severe: severe === true, costMinor: costMinor ?? 0 };
  const said =
    agreed === null || people === null
      ? null
      : { outcome: people, agreed, ...cost, by: answeredBy ?? "people", at: answeredAt ?? decidedAt };
  // Whatever was said before: who has it taken back does not agree.
  const answer = takenBackAt === null ? said : { outcome: TAKEN_BACK, agreed: false, ...cost, by: "approval", at: takenBackAt };
  const caseName = nameOf(caseId);
  return { id, automationId, version, stage, caseId, caseName, decidedAt, rowId, outcome, reason, riskMinor, currency, heldOut, answer };
}

/** A page of what waits for a person, the most money at risk first; how many decisions do, and how many effects stand in each state. */
export const getInbox = ({ store, workspaceId, role, settings }: Context, { page }: { page: number }) =>
  store.within({ workspaceId }, async (tx) => {
    const rows = await listProposals(tx, { workspaceId, offset: page * PAGE, limit: PAGE + 1 });
    const nameOf = await nameCases(tx, { workspaceId, caseIds: rows.map(({ caseId }) => caseId) });
    const planned = await listInputsOf(tx, { workspaceId, decisionIds: rows.map(({ decisionId }) => decisionId) });
    const stopOf = await loadStops(tx, { workspaceId });
    const inputs = Map.groupBy(planned, ({ decisionId }) => decisionId);
    return {
      rows: rows.slice(0, PAGE).map((row) => ({
        effectId: row.id,
        decisionId: row.decisionId,
        automationId: row.automationId,
        automation: row.automation,
        caseId: row.caseId,
        caseName: nameOf(row.caseId),
        title: findPlaybook(row.playbook)?.effects[row.kind]?.title ?? row.kind,
        alters: (inputs.get(row.decisionId) ?? []).flatMap((effect) => alterationsFor({ role }, findPlaybook(row.playbook), effect)),
        outcome: row.outcome,
        reason: row.reason,
        brake: row.problem,
        lacksMail:
          settings.smtpUrl === undefined &&
          (inputs.get(row.decisionId) ?? []).some(({ kind }) => findPlaybook(row.playbook)?.effects[kind]?.byLetter === true),
        facts: KnownFacts.parse(row.facts),
        rowId: row.rowId,
        riskMinor: row.riskMinor,
        currency: row.currency,
        stop: stopOf(row.automationId),
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
      })),
      more: rows.length > PAGE,
      decisions: (await listWaitingByAutomation(tx, { workspaceId })).reduce((sum, { decisions }) => sum + decisions, 0),
      states: await countEffects(tx, { workspaceId, automationId: null }),
    };
  });
