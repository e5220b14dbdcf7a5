import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { oneTicket } from "../operations.js";
import { changeTicket, ticketToChange } from "../read-ticket.js";
import { ticketHistory } from "../ticket-history.js";

const Noted = z.looseObject({ events: z.array(z.looseObject({ type: z.string(), body: z.string().nullish() })).nullish() });

/**
 * A note for colleagues; the customer does not see it. Zendesk has no idempotency key for it, so the note carries a key of its own and is
 * looked for before it is written.
 */
export default createAction({
  description: "Write an internal note on a ticket",
  version: "1.0.0",
  scopes: ["write"],
  input: z.object({
    ticketId: z.string(),
    note: z.string().min(1).max(10_000),
    key: z
      .string()
      .regex(/^[\w-]{8,64}$/)
      .describe("the same key never writes a second note"),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to write regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ alreadyDone: z.boolean() }),

  exec: async (nango, input) => {
    const mark = `[${input.key}]`;
    const isNoted = (await ticketHistory(nango, input.ticketId)).some((audit) =>
      (Noted.safeParse(audit).data?.events ?? []).some(({ type, body }) => type === "Comment" && (body ?? "").includes(mark)),
    );
    if (isNoted) return { alreadyDone: true };
    const { stamp } = await ticketToChange(nango, input);
    const comment = { body: `${input.note}\n\n${mark}`, public: false };
    const changes = { comment, safe_update: true, updated_stamp: stamp };
    await changeTicket(nango, input, { method: "put", operation: oneTicket(input.ticketId), body: { ticket: changes } });
    return { alreadyDone: false };
  },
});
