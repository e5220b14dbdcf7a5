import * as z from "zod";
import { answerAsk, viewAsk } from "#server/services/asks/answer-ask.ts";
import { closeReplyPage } from "#server/services/asks/close-ask.ts";
import { AnsweredLine, AskPageShape } from "#server/services/asks/shapes.ts";
import { LinkToken } from "../input.ts";
import { anyone, permitted, router } from "../trpc.ts";

const Nothing = z.void();

export const asksRouter = router({
  /** For whoever holds the link of a letter, without a session. */
  open: anyone
    .input(z.object({ token: LinkToken }))
    .output(
      AskPageShape.extend({
        workspaceName: z.string(),
        demo: z.boolean(),
        locale: z.string(),
        timeZone: z.string(),
        currency: z.string(),
        expiresAt: z.date(),
        answered: z.object({ at: z.date(), lines: z.array(AnsweredLine) }).nullable(),
      }),
    )
    .query(({ ctx, input }) => viewAsk(ctx, input)),

  /** For whoever holds the link of a letter, without a session, once. */
  answer: anyone
    .input(z.object({ token: LinkToken, lines: z.array(AnsweredLine).min(1).max(200) }))
    .output(Nothing)
    .mutation(({ ctx, input }) => answerAsk(ctx, input)),

  close: permitted("automations.manage")
    .input(z.object({ effectId: z.uuid() }))
    .output(Nothing)
    .mutation(({ ctx, input }) => closeReplyPage(ctx, input)),
});
