import * as z from "zod";
import { USES } from "#server/domain/value/hours-used.ts";
import type { ValueReport } from "#server/domain/value/value-report.ts";
import { enterHours, removeHours } from "#server/services/value/enter-hours.ts";
import { FigureShape } from "#server/services/value/figure-shape.ts";
import { getValue } from "#server/services/value/get-value.ts";
import { listValueShares, openSharedValue, shareValue } from "#server/services/value/share-value.ts";
import { LinkToken } from "../input.ts";
import { anyone, permitted, router } from "../trpc.ts";

const Report: z.ZodType<ValueReport, ValueReport> = z.object({
  hours: FigureShape,
  money: FigureShape,
  weeks: z.array(z.object({ week: z.string(), touches: z.number(), without: z.number().nullable(), hours: FigureShape })),
  went: z.object({ captureShare: z.number().nullable(), byUse: z.array(FigureShape), notSaid: FigureShape }),
  bridge: z
    .object({
      modelled: FigureShape,
      steps: z.array(
        z.object({
          step: z.enum(["volume", "mix", "unitTime", "automationShare", "leakage", "rework", "unexplained"]),
          figure: FigureShape,
        }),
      ),
      realised: FigureShape,
    })
    .nullable(),
});

const Shown = z.object({
  name: z.string(),
  workflow: z.string(),
  since: z.date(),
  until: z.date().nullable().describe("when it ceased to act; null where it acts"),
  stretches: z
    .array(z.object({ since: z.date(), until: z.date().nullable() }))
    .describe("when it acted, in order of time; what lies between is not counted"),
  approvals: z.number().int(),
  method: z.enum(["hold-out", "regression", "too early"]),
  report: Report,
});

const Use = z.enum(USES);

export const valueRouter = router({
  get: permitted("value.read")
    .input(z.object({}))
    .output(
      z.object({
        automations: z.array(Shown.extend({ automationId: z.uuid() })),
        entries: z.array(
          z.object({
            id: z.uuid(),
            workflow: z.string(),
            week: z.string(),
            use: Use,
            hours: z.number(),
            what: z.string(),
            minorPerHour: z.number().nullable(),
            enteredBy: z.string(),
          }),
        ),
        asOf: z.date(),
      }),
    )
    .query(({ ctx }) => getValue(ctx, { workspaceId: ctx.workspaceId })),

  enterHours: permitted("value.enter")
    .input(
      z.object({
        workflow: z.string().trim().min(1, "Choose a workflow.").max(200, "Use at most 200 characters."),
        week: z.iso.date("Choose a week."),
        use: Use,
        hours: z.number("Enter a number of hours.").positive("Enter more than 0.").max(10_000, "Enter at most 10,000 hours."),
        what: z.string().trim().min(1, "Say in a few words what they went to.").max(300, "Use at most 300 characters."),
        minorPerHour: z.number().int().min(0, "Enter 0 or more.").max(1e9).nullable(),
      }),
    )
    .output(z.object({ entryId: z.uuid() }))
    .mutation(({ ctx, input }) => enterHours(ctx, input)),

  removeHours: permitted("value.enter")
    .input(z.object({ entryId: z.uuid() }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeHours(ctx, input)),

  shares: permitted("shares.manage")
    .input(z.object({}))
    .output(
      z.array(
        z.object({
          id: z.uuid(),
          createdBy: z.string(),
          createdAt: z.date(),
          expiresAt: z.date(),
          state: z.enum(["open", "expired", "revoked"]),
        }),
      ),
    )
    .query(({ ctx }) => listValueShares(ctx)),

  /** The link is in the answer and nowhere else; `shares.revoke` ends it. */
  share: permitted("shares.manage")
    .input(z.object({ days: z.number("Enter days.").int("Enter whole days.").min(1, "At least 1 day.").max(365, "At most a year.") }))
    .output(z.object({ shareId: z.uuid(), link: z.string(), expiresAt: z.date() }))
    .mutation(({ ctx, input }) => shareValue(ctx, input)),

  /** For whoever holds the link, without a session. */
  openShared: anyone
    .input(z.object({ token: LinkToken }))
    .output(
      z.object({
        workspaceName: z.string(),
        demo: z.boolean(),
        locale: z.string(),
        timeZone: z.string(),
        currency: z.string(),
        asOf: z.date(),
        expiresAt: z.date(),
        automations: z.array(Shown),
      }),
    )
    .query(({ ctx, input }) => openSharedValue(ctx, input)),
});
