import * as z from "zod";
import { createAutomation } from "#server/services/automations/create-automation.ts";
import { getAutomation } from "#server/services/automations/get-automation.ts";
import { listAutomations } from "#server/services/automations/list-automations.ts";
import { listPlaybooks } from "#server/services/automations/list-playbooks.ts";
import { restoreVersion, saveVersion } from "#server/services/automations/save-version.ts";
import { saveSettings, setPaused, setStopped } from "#server/services/automations/set-stage.ts";
import {
  AutomationShape,
  Begun,
  FactDefinitionShape,
  FactsGiven,
  PlaybookShape,
  RuleAnswerShape,
  RuleTableShape,
  RuleTests,
  SettingsShape,
  StageChangeShape,
  StageShape,
  VersionShape,
} from "#server/services/automations/shapes.ts";
import { tryCase } from "#server/services/automations/try-case.ts";
import { getVersion, listVersions } from "#server/services/automations/versions.ts";
import { permitted, router } from "../trpc.ts";

const Of = z.object({ automationId: z.uuid() });
const Version = z.number().int().min(1);
const Reason = z.string().trim().min(1, "Say why: it stands in the log.").max(1000, "Use at most 1,000 characters.");
const Nothing = z.void();

export const automationsRouter = router({
  list: permitted("automations.read")
    .input(z.object({}))
    .output(
      z.object({
        automations: z.array(AutomationShape),
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

  saveSettings: permitted("automations.manage")
    .input(Of.extend({ settings: SettingsShape }))
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
