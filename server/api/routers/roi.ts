import * as z from "zod";
import { archiveScenario } from "#server/services/roi/archive-scenario.ts";
import { createScenario } from "#server/services/roi/create-scenario.ts";
import { draftFromAudit } from "#server/services/roi/draft-from-audit.ts";
import { getScenario } from "#server/services/roi/get-scenario.ts";
import { listScenarios } from "#server/services/roi/list-scenarios.ts";
import { KeptChange, listVersions } from "#server/services/roi/list-versions.ts";
import { restoreVersion } from "#server/services/roi/restore-version.ts";
import { saveScenario } from "#server/services/roi/save-scenario.ts";
import { ScenarioDocument, ScenarioName } from "#server/services/roi/scenario-document.ts";
import { permitted, router } from "../trpc.ts";

const Version = z.number().int().min(1);

const Task = z.object({
  title: ScenarioName,
  timesPerDay: z.number("Enter a number.").min(0, "Enter 0 or more.").max(1_000_000, "Enter at most 1,000,000."),
  minutesEach: z.number("Enter minutes.").min(0, "Enter 0 or more.").max(1440, "Enter at most 1,440 minutes."),
  daysPerYear: z.number("Enter days.").int("Enter whole days.").min(1, "Enter 1 or more.").max(366, "Enter 366 or fewer."),
  rateMinorPerHour: z.number("Enter an amount.").int().min(0, "Enter 0 or more.").max(100_000_000, "This is more than any hour costs."),
});

const Start = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("audit") }),
  z.object({ kind: z.literal("by hand"), task: Task }),
  z.object({ kind: z.literal("copy"), scenarioId: z.uuid() }),
]);

const Head = z.object({
  id: z.uuid(),
  name: z.string(),
  version: Version,
  auditId: z.uuid().nullable(),
  notes: z.string(),
  scenario: ScenarioDocument,
  savedBy: z.string(),
  savedAt: z.date(),
});

const Kept = z.object({
  id: z.uuid(),
  version: Version,
  headVersion: Version,
  scenario: ScenarioDocument,
  notes: z.string(),
  auditId: z.uuid().nullable(),
  newerAudit: z.object({ id: z.uuid(), computedAt: z.date() }).nullable(),
  savedBy: z.string(),
  savedAt: z.date(),
  archived: z.boolean(),
});

export const roiRouter = router({
  /** Scenarios at their present version, the one changed last first. */
  list: permitted("roi.read")
    .input(z.object({ ids: z.array(z.uuid()).max(6).optional() }))
    .output(z.array(Head))
    .query(({ ctx, input }) => listScenarios(ctx, input)),
  get: permitted("roi.read")
    .input(z.object({ scenarioId: z.uuid(), version: Version.optional() }))
    .output(Kept)
    .query(({ ctx, input }) => getScenario(ctx, input)),
  versions: permitted("roi.read")
    .input(z.object({ scenarioId: z.uuid() }))
    .output(z.array(z.object({ version: Version, savedAt: z.date(), savedBy: z.string(), changes: z.array(KeptChange) })))
    .query(({ ctx, input }) => listVersions(ctx, input)),
  /** What the newest audit gives, not kept: to start from, or to take its measures over. */
  fromAudit: permitted("roi.read")
    .input(z.object({ name: ScenarioName }))
    .output(z.object({ auditId: z.uuid(), computedAt: z.date(), scenario: ScenarioDocument }).nullable())
    .query(({ ctx, input }) => draftFromAudit(ctx, input)),
  create: permitted("roi.manage")
    .input(z.object({ name: ScenarioName, start: Start }))
    .output(z.object({ scenarioId: z.uuid() }))
    .mutation(({ ctx, input }) => createScenario(ctx, input)),
  save: permitted("roi.manage")
    .input(
      z.object({
        scenarioId: z.uuid(),
        baseVersion: Version,
        scenario: ScenarioDocument,
        notes: z.string().max(10_000, "Use at most 10,000 characters."),
        auditId: z.uuid().nullable(),
      }),
    )
    .output(z.object({ version: Version }))
    .mutation(({ ctx, input }) => saveScenario(ctx, input)),
  restore: permitted("roi.manage")
    .input(z.object({ scenarioId: z.uuid(), version: Version, baseVersion: Version }))
    .output(z.object({ version: Version }))
    .mutation(({ ctx, input }) => restoreVersion(ctx, input)),
  archive: permitted("roi.manage")
    .input(z.object({ scenarioId: z.uuid(), archived: z.boolean() }))
    .output(z.void())
    .mutation(({ ctx, input }) => archiveScenario(ctx, input)),
});
