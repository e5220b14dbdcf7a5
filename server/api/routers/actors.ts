import * as z from "zod";
import { actorKinds } from "#server/domain/event-log/event.ts";
import { listAccounts } from "#server/services/actors/list-accounts.ts";
import { sayActorKind } from "#server/services/actors/say-actor-kind.ts";
import { permitted, router } from "../trpc.ts";

const Kind = z.enum(actorKinds);

export const actorsRouter = router({
  /** The accounts of the log under pseudonym, with why they were taken for machines and what a person said of them. */
  list: permitted("audit.read")
    .input(z.object({}))
    .output(
      z.object({
        accounts: z.array(
          z.object({
            account: z.string(),
            recorded: z.object({ kind: Kind, activity: z.string(), source: z.string() }).nullable(),
            reasons: z.array(z.string()),
            said: z.object({ kind: Kind, reason: z.string(), at: z.date() }).nullable(),
          }),
        ),
        more: z.boolean().describe("there are accounts that are not listed"),
      }),
    )
    .query(({ ctx }) => listAccounts(ctx)),
  say: permitted("actors.update")
    .input(
      z.object({ account: z.string().max(40), kind: Kind.nullable(), reason: z.string().trim().max(300, "Use at most 300 characters.") }),
    )
    .output(z.void())
    .mutation(({ ctx, input }) => sayActorKind(ctx, input)),
});
