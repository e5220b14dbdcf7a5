import * as z from "zod";
import { listChangeFilters, listChanges } from "#server/services/changes/list-changes.ts";
import { permitted, router } from "../trpc.ts";

const Values = z.record(z.string(), z.unknown()).nullable();

const Actor = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user"), userId: z.string(), name: z.string() }),
  z.object({ type: z.literal("job"), jobRunId: z.string(), name: z.string() }),
  z.object({ type: z.literal("system"), name: z.string() }),
]);

const Change = z.object({
  id: z.uuid(),
  at: z.date(),
  actor: Actor,
  noun: z.string(),
  nounId: z.string(),
  verb: z.string(),
  before: Values,
  after: Values,
  thing: z.object({
    name: z.string().nullable().describe("what it is about, as it is called now; null: the values say it"),
    decisionId: z.uuid().nullable(),
  }),
});

const Page = z.object({ changes: z.array(Change), people: z.record(z.string(), z.string()), nextBeforeId: z.uuid().nullable() });

export const changesRouter = router({
  /** Who changed what, newest first. */
  list: permitted("changes.read")
    .input(
      z.object({
        noun: z.string().max(60).optional(),
        userId: z.string().max(100).optional(),
        beforeId: z.uuid().optional(),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(Page)
    .query(async ({ ctx, input }) => Page.parse(await listChanges(ctx, input))),
  /** What the log can be filtered by. */
  filters: permitted("changes.read")
    .input(z.void())
    .output(z.object({ nouns: z.array(z.string()), people: z.array(z.object({ userId: z.string(), name: z.string() })) }))
    .query(({ ctx }) => listChangeFilters(ctx)),
});
