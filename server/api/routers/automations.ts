import * as z from "zod";
import { ROLES } from "#server/permissions.ts";
import { createAutomation } from "#server/services/automations/create-automation.ts";
import { requestDraft } from "#server/services/automations/draft-rules.ts";
import { getGates, setStage } from "#server/services/automations/gates.ts";
import { getAutomation } from "#server/services/automations/get-automation.ts";
import { getInStep } from "#server/services/automations/get-in-step.ts";
import {
  getBackTest,
  getDecision,
  getInbox,
  listBackTests,
  listDecisions,
  listChangedCases,
  listDisagreements,
} from "#server/services/automations/inspect.ts";
import { listAutomations } from "#server/services/automations/list-automations.ts";
import { listPlaybooks } from "#server/services/automations/list-playbooks.ts";
import { requestBackTest } from "#server/services/automations/request-back-test.ts";
import { restoreVersion, saveVersion } from "#server/services/automations/save-version.ts";
import { saveSettings, setPaused, setStopped } from "#server/services/automations/set-stage.ts";
import { approveEffects, redoEffects, rejectEffects } from "#server/services/automations/settle-effects.ts";
import {
  AskedExpression,
  Approved,
  AutomationShape,
  BackTestShape,
  ChangedCaseShape,
  Begun,
  DecisionShape,
  RegretShape,
  DisagreementShape,
  EffectShape,
  FactDefinitionShape,
  FactsGiven,
  GateStanding,
  InStepShape,
  LeftShape,
  KnownFacts,
  PlaybookShape,
  ProposalShape,
  RuleAnswerShape,
  RuleTableShape,
  RuleTests,
  SaidShape,
  SettingsShape,
  StageChangeShape,
  StageShape,
  StopShape,
  UndoneShape,
  UnreadableShape,
  VersionShape,
} from "#server/services/automations/shapes.ts";
import { checkExpressions, tryCase } from "#server/services/automations/try-case.ts";
import { getUndoable, listUndone, undoEffects, undoVersion } from "#server/services/automations/undo-effects.ts";
import { getVersion, listVersions } from "#server/services/automations/versions.ts";
import { Day } from "#server/services/rollout/plan-schema.ts";
import { permitted, router } from "../trpc.ts";

const Of = z.object({ automationId: z.uuid() });
const Version = z.number().int().min(1);
const Reason = z.string().trim().min(1, "Say why: it stands in the log.").max(1000, "Use at most 1,000 characters.");
const Nothing = z.void();
const Page = z.number().int().min(0).max(10_000);
const Some = z.object({ effectIds: z.array(z.uuid()).min(1, "Choose at least one.").max(500, "Choose at most 500 at a time.") });

export const automationsRouter = router({
  list: permitted("automations.read")
    .input(z.object({}))
    .output(
      z.object({
        automations: z.array(AutomationShape),
        roles: z
          .object({ approve: z.array(z.enum(ROLES)), stop: z.array(z.enum(ROLES)), manage: z.array(z.enum(ROLES)) })
          .describe("whose it is to approve, to stop, and to change, resume and undo"),
        stopped: z.object({ at: z.date(), reason: z.string(), by: z.string() }).nullable(),
      }),
    )
    .query(({ ctx }) => listAutomations(ctx)),

  get: permitted("automations.read")
    .input(Of)
    .output(
      z.object({
        automation: AutomationShape,
        settings: SettingsShape,
        table: RuleTableShape,
        tests: RuleTests,
        facts: z.array(FactDefinitionShape),
        outcomes: PlaybookShape.shape.outcomes,
        atRisk: PlaybookShape.shape.atRisk,
        prices: PlaybookShape.shape.atRisk.nullable().describe("how the prices of outcomes are known; null: they have none"),
        moves: z.array(StageShape),
        stopped: z.boolean(),
        changes: z.array(StageChangeShape),
      }),
    )
    .query(({ ctx, input }) => getAutomation(ctx, input)),

  playbooks: permitted("automations.read")
    .input(z.object({}))
    .output(z.array(PlaybookShape))
    .query(({ ctx }) => listPlaybooks(ctx)),

  create: permitted("automations.manage")
    .input(z.object({ playbook: z.string().max(80) }))
    .output(Of)
    .mutation(({ ctx, input }) => createAutomation(ctx, input)),

  saveVersion: permitted("automations.manage")
    .input(Of.extend({ baseVersion: Version, table: RuleTableShape, tests: RuleTests, note: z.string().trim().max(500) }))
    .output(z.object({ version: Version }))
    .mutation(({ ctx, input }) => saveVersion(ctx, input)),

  versions: permitted("automations.read")
    .input(Of)
    .output(z.array(VersionShape))
    .query(({ ctx, input }) => listVersions(ctx, input)),

  versionOf: permitted("automations.read")
    .input(Of.extend({ version: Version }))
    .output(VersionShape.extend({ table: RuleTableShape, tests: RuleTests }))
    .query(({ ctx, input }) => getVersion(ctx, input)),

  restoreVersion: permitted("automations.manage")
    .input(Of.extend({ version: Version, baseVersion: Version }))
    .output(z.object({ version: Version }))
    .mutation(({ ctx, input }) => restoreVersion(ctx, input)),

  tryCase: permitted("automations.read")
    .input(Of.extend({ table: RuleTableShape.nullable(), facts: FactsGiven }))
    .output(RuleAnswerShape)
    .query(({ ctx, input }) => tryCase(ctx, input)),

  checkExpressions: permitted("automations.read")
    .input(Of.extend({ asked: z.array(AskedExpression).max(2_000) }))
    .output(z.array(UnreadableShape))
    .query(({ ctx, input }) => checkExpressions(ctx, input)),

  gates: permitted("automations.read")
    .input(Of)
    .output(z.object({ shadow: GateStanding.pick({ missing: true }), approve: GateStanding, auto: GateStanding }))
    .query(({ ctx, input }) => getGates(ctx, input)),

  inStep: permitted("automations.read")
    .input(Of)
    .output(InStepShape.nullable())
    .query(({ ctx, input }) => getInStep(ctx, input)),

  setStage: permitted("automations.manage")
    .input(Of.extend({ stage: StageShape, reason: Reason }))
    .output(Begun)
    .mutation(({ ctx, input }) => setStage(ctx, input)),

  runBackTest: permitted("automations.manage")
    .input(Of.extend({ version: Version, fromDay: Day, toDay: Day, againstVersion: Version.nullable().default(null) }))
    .output(Begun.extend({ backTestId: z.uuid() }))
    .mutation(({ ctx, input }) => requestBackTest(ctx, input)),

  backTests: permitted("automations.read")
    .input(Of)
    .output(z.array(BackTestShape))
    .query(({ ctx, input }) => listBackTests(ctx, input)),

  backTest: permitted("automations.read")
    .input(z.object({ backTestId: z.uuid() }))
    .output(BackTestShape)
    .query(({ ctx, input }) => getBackTest(ctx, input)),

  changedCases: permitted("automations.read")
    .input(z.object({ backTestId: z.uuid() }))
    .output(z.array(ChangedCaseShape))
    .query(({ ctx, input }) => listChangedCases(ctx, input)),

  disagreements: permitted("automations.read")
    .input(z.object({ backTestId: z.uuid(), page: Page }))
    .output(z.object({ rows: z.array(DisagreementShape), more: z.boolean() }))
    .query(({ ctx, input }) => listDisagreements(ctx, input)),

  draftFromDecisions: permitted("automations.manage")
    .input(Of)
    .output(Begun)
    .mutation(({ ctx, input }) => requestDraft(ctx, input)),

  decisions: permitted("automations.read")
    .input(Of.extend({ filter: z.enum(["all", "disagreed", "unanswered", "needs a person"]), page: Page }))
    .output(
      z.object({
        rows: z.array(
          DecisionShape.extend({
            change: z
              .object({ state: z.string(), errorClass: z.string().nullable() })
              .nullable()
              .describe("how its changes at the vendor stand; null: it wanted none"),
          }),
        ),
        isStopped: z.boolean(),
        more: z.boolean(),
      }),
    )
    .query(({ ctx, input }) => listDecisions(ctx, input)),

  decision: permitted("automations.read")
    .input(z.object({ decisionId: z.uuid() }))
    .output(
      z.object({
        decision: DecisionShape.extend({ facts: KnownFacts, regret: RegretShape }),
        row: z
          .object({ number: z.number().int(), words: z.string() })
          .nullable()
          .describe("the row of its version that decided, by its number in the table and in words; null: none was met"),
        effects: z.array(EffectShape),
        stop: StopShape,
        said: z.array(SaidShape).describe("who approved, rejected or asked to undo, in order of time"),
      }),
    )
    .query(({ ctx, input }) => getDecision(ctx, input)),

  inbox: permitted("automations.read")
    .input(z.object({ page: Page }))
    .output(
      z.object({ rows: z.array(ProposalShape), more: z.boolean(), decisions: z.number().int(), states: z.record(z.string(), z.number()) }),
    )
    .query(({ ctx, input }) => getInbox(ctx, input)),

  approve: permitted("automations.approve")
    .input(Some)
    .output(Approved)
    .mutation(({ ctx, input }) => approveEffects(ctx, input)),

  reject: permitted("automations.approve")
    .input(Some.extend({ reason: Reason }))
    .output(Begun)
    .mutation(({ ctx, input }) => rejectEffects(ctx, input)),

  undo: permitted("automations.manage")
    .input(Some.extend({ reason: Reason }))
    .output(Begun)
    .mutation(({ ctx, input }) => undoEffects(ctx, input)),

  undoVersion: permitted("automations.manage")
    .input(Of.extend({ version: Version, since: z.date(), reason: Reason }))
    .output(Begun)
    .mutation(({ ctx, input }) => undoVersion(ctx, input)),

  undoable: permitted("automations.read")
    .input(Of.extend({ version: Version, since: z.date() }))
    .output(
      z.object({
        withWayBack: z.number().int(),
        withoutWayBack: z.number().int(),
        stepsDown: z.boolean().describe("it acts by these rules, and would go back to shadow first"),
      }),
    )
    .query(({ ctx, input }) => getUndoable(ctx, input)),

  undone: permitted("automations.read")
    .input(Of)
    .output(z.object({ versions: z.array(UndoneShape), left: z.array(LeftShape) }))
    .query(({ ctx, input }) => listUndone(ctx, input)),

  redo: permitted("automations.manage")
    .input(Some)
    .output(Begun)
    .mutation(({ ctx, input }) => redoEffects(ctx, input)),

  saveSettings: permitted("automations.manage")
    .input(Of.extend({ settings: SettingsShape, reason: Reason }))
    .output(Nothing)
    .mutation(({ ctx, input }) => saveSettings(ctx, input)),

  pause: permitted("automations.stop")
    .input(Of.extend({ reason: Reason }))
    .output(Begun)
    .mutation(({ ctx, input }) => setPaused(ctx, { ...input, paused: true })),

  resume: permitted("automations.manage")
    .input(Of.extend({ reason: Reason }))
    .output(Begun)
    .mutation(({ ctx, input }) => setPaused(ctx, { ...input, paused: false })),

  stopAll: permitted("automations.stop")
    .input(z.object({ reason: Reason }))
    .output(Begun)
    .mutation(({ ctx, input }) => setStopped(ctx, { ...input, stopped: true })),

  resumeAll: permitted("automations.manage")
    .input(z.object({ reason: Reason }))
    .output(Begun)
    .mutation(({ ctx, input }) => setStopped(ctx, { ...input, stopped: false })),
});
