import * as z from "zod";
import { ScenarioDocument } from "#server/services/roi/scenario-document.ts";
import { createShare } from "#server/services/shares/create-share.ts";
import { listShares } from "#server/services/shares/list-shares.ts";
import { openShare } from "#server/services/shares/open-share.ts";
import { revokeShare } from "#server/services/shares/revoke-share.ts";
import { listAuditShares, openSharedAudit, shareAudit } from "#server/services/audit/share-audit.ts";
import { FigureShape } from "#server/services/value/figure-shape.ts";
import { LinkToken } from "../input.ts";
import { anyone, permitted, router } from "../trpc.ts";

const Share = z.object({
  id: z.uuid(),
  title: z.string(),
  subjectVersion: z.number().int().nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  state: z.enum(["open", "expired", "revoked"]),
});

const Days = z.number("Enter days.").int("Enter whole days.").min(1, "At least 1 day.").max(365, "At most a year.");

const SharedRow = z.object({
  title: z.string(),
  touches: z.number().int(),
  evidence: z.enum(["recorded", "timed", "bounds", "assumed", "benchmark"]),
  hours: FigureShape,
  drag: FigureShape,
});

export const sharesRouter = router({
  list: permitted("shares.manage")
    .input(z.object({ scenarioId: z.uuid() }))
    .output(z.array(Share))
    .query(({ ctx, input }) => listShares(ctx, input)),
  /** The link is in the answer and nowhere else. */
  create: permitted("shares.manage")
    .input(
      z.object({
        scenarioId: z.uuid(),
        days: Days,
      }),
    )
    .output(z.object({ shareId: z.uuid(), link: z.string(), expiresAt: z.date() }))
    .mutation(({ ctx, input }) => createShare(ctx, input)),
  revoke: permitted("shares.manage")
    .input(z.object({ shareId: z.uuid() }))
    .output(z.void())
    .mutation(({ ctx, input }) => revokeShare(ctx, input)),
  /** For whoever holds the link, without a session. */
  open: anyone
    .input(z.object({ token: LinkToken }))
    .output(
      z.object({
        workspaceName: z.string(),
        demo: z.boolean(),
        locale: z.string(),
        timeZone: z.string(),
        scenario: ScenarioDocument,
        version: z.number().int(),
        savedAt: z.date(),
        expiresAt: z.date(),
      }),
    )
    .query(({ ctx, input }) => openShare(ctx, input)),

  ofAudit: permitted("shares.manage")
    .input(z.object({ auditId: z.uuid() }))
    .output(z.array(Share))
    .query(({ ctx, input }) => listAuditShares(ctx, input)),
  /** The link is in the answer and nowhere else; `revoke` ends it. */
  createForAudit: permitted("shares.manage")
    .input(z.object({ auditId: z.uuid(), days: Days }))
    .output(z.object({ shareId: z.uuid(), link: z.string(), expiresAt: z.date() }))
    .mutation(({ ctx, input }) => shareAudit(ctx, input)),
  /** For whoever holds the link, without a session. */
  openAudit: anyone
    .input(z.object({ token: LinkToken }))
    .output(
      z.object({
        workspaceName: z.string(),
        demo: z.boolean(),
        locale: z.string(),
        timeZone: z.string(),
        currency: z.string(),
        computedAt: z.date(),
        from: z.date(),
        to: z.date(),
        expiresAt: z.date(),
        total: SharedRow,
        workflows: z.array(SharedRow.extend({ rank: z.number().int().nullable(), why: z.string() })),
      }),
    )
    .query(({ ctx, input }) => openSharedAudit(ctx, input)),
});
