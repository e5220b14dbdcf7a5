import * as z from "zod";
import { listWorkflows } from "#server/services/workflows/list-workflows.ts";
import { previewWorkflow } from "#server/services/workflows/preview-workflow.ts";
import { resetWorkflow, saveWorkflow } from "#server/services/workflows/save-workflow.ts";
import { StoredWorkflow } from "#server/services/workflows/workflow-definition.ts";
import { permitted, router } from "../trpc.ts";

const Version = z.number().int().min(0).max(1_000_000).describe("the version that was edited; 0 for one as it ships or a new one");
const Match = z.object({
  activity: z.string(),
  source: z.string(),
  recordedWorkflow: z.string().nullable(),
  events: z.number().int(),
  belongsTo: z.string(),
  claimed: z.boolean(),
});
const Sample = z.object({
  source: z.string(),
  recordedWorkflow: z.string().nullable(),
  caseId: z.string(),
  activity: z.string(),
  endedAt: z.date(),
});
const Listed = z.object({ definition: StoredWorkflow, version: Version, shipped: z.boolean(), edited: z.boolean() });

export const workflowsRouter = router({
  /** Which events are whose, what each workflow decides, and who works in it. */
  list: permitted("audit.read")
    .input(z.object({}))
    .output(z.array(Listed))
    .query(({ ctx }) => listWorkflows(ctx).then((all) => z.array(Listed).parse(all))),

  /** Keeps nothing; it is no query because a definition is longer than an address. */
  preview: permitted("workflows.update")
    .input(z.object({ definition: StoredWorkflow }))
    .output(
      z.object({
        looked: z.number().int(),
        wholeLog: z.boolean(),
        events: z.number().int(),
        cases: z.number().int(),
        inside: z.array(Match),
        outside: z.array(Match),
        conflicts: z.array(z.object({ workflow: z.string(), events: z.number().int(), keptHere: z.number().int() })),
        claimedForNothing: z.array(z.string()),
        neverSeen: z.array(z.string()),
        insideSamples: z.array(Sample),
        outsideSamples: z.array(Sample),
      }),
    )
    .mutation(({ ctx, input }) => previewWorkflow(ctx, input)),

  save: permitted("workflows.update")
    .input(z.object({ definition: StoredWorkflow, version: Version }))
    .output(z.void())
    .mutation(({ ctx, input }) => saveWorkflow(ctx, input)),

  reset: permitted("workflows.update")
    .input(z.object({ workflow: z.string().max(80), version: Version }))
    .output(z.void())
    .mutation(({ ctx, input }) => resetWorkflow(ctx, input)),
});
