import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { refuse, requireUnchanged } from "../../kit/refuse.js";
import { wait } from "../../kit/wait.js";
import { askZendesk } from "../ask-zendesk.js";
import { jobStatus, mergeInto } from "../operations.js";
import { changeTicket, readTicket, ticketToChange } from "../read-ticket.js";

const Job = z.object({ job_status: z.object({ id: z.string(), status: z.string(), message: z.string().nullish() }) });

const LOOKS = 20; // ten seconds: beyond that the ticket's own sync will tell
const BETWEEN_LOOKS_MS = 500;
const MERGED_TAG = "closed_by_merge"; // Zendesk sets it on what was merged away

/** Closes one ticket into another. Cannot be undone, and Zendesk has no key for it: so it looks first, and is never sent a second time by itself. */
export default createAction({
  description: "Merge a ticket into another one",
  version: "1.0.0",
  scopes: ["write"],
  input: z.object({
    ticketId: z.string().describe("the one that is closed"),
    intoTicketId: z.string().describe("the one that stays"),
    note: z.string().max(2000).describe("written on both, for colleagues only"),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the closing one was changed since; null to merge regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ isMerged: z.boolean().describe("false while Zendesk is still at it"), alreadyDone: z.boolean() }),

  exec: async (nango, input) => {
    if (input.ticketId === input.intoTicketId) refuse(nango, "invalid", "A ticket cannot be merged into itself.");
    const { ticket } = await readTicket(nango, input.ticketId);
    if (ticket.state === "closed" && ticket.tags.includes(MERGED_TAG)) return { isMerged: true, alreadyDone: true };
    requireUnchanged(nango, input.expectedUpdatedAt, ticket.updatedAt);
    if (ticket.state === "closed") refuse(nango, "not_allowed", "The ticket is closed: Zendesk lets nobody change it any more.");
    await ticketToChange(nango, { ticketId: input.intoTicketId, expectedUpdatedAt: null });
    const body = {
      ids: [Number(input.ticketId)],
      source_comment: input.note,
      target_comment: input.note,
      source_comment_is_public: false,
      target_comment_is_public: false,
    };
    const answer = await changeTicket(nango, input, { method: "post", operation: mergeInto(input.intoTicketId), body });
    let { job_status: job } = Job.parse(answer);
    for (let look = 0; job.status !== "completed" && look < LOOKS; look += 1) {
      if (job.status === "failed" || job.status === "killed")
        refuse(nango, "not_allowed", job.message ?? "Zendesk did not merge the tickets.");
      await wait(BETWEEN_LOOKS_MS);
      const next: z.infer<typeof Job> = await askZendesk(nango, jobStatus(job.id), Job);
      job = next.job_status;
    }
    return { isMerged: job.status === "completed", alreadyDone: false };
  },
});
