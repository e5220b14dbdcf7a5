import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { refuse } from "../../kit/refuse.js";
import { ticketTags } from "../operations.js";
import { changeTicket, readTicket, ticketToChange } from "../read-ticket.js";

const Tag = z.string().regex(/^\S+$/, "Zendesk's tags hold no blanks").max(255);

/** Adds and removes single tags and leaves the others alone: a whole list of tags would overwrite what others added meanwhile. */
export default createAction({
  description: "Add tags to a ticket and remove tags from it",
  version: "1.0.0",
  scopes: ["write"],
  input: z.object({
    ticketId: z.string(),
    add: z.array(Tag).max(20),
    remove: z.array(Tag).max(20),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to tag regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({
    added: z.array(z.string()).describe("those that were not there before: what undoing has to remove"),
    removed: z.array(z.string()).describe("those that were there before: what undoing has to add"),
    alreadyDone: z.boolean(),
  }),

  exec: async (nango, input) => {
    if (input.add.some((tag) => input.remove.includes(tag))) refuse(nango, "invalid", "The same tag is to be added and removed.");
    const { ticket, stamp } = await ticketToChange(nango, input);
    const added = input.add.filter((tag) => !ticket.tags.includes(tag));
    const removed = input.remove.filter((tag) => ticket.tags.includes(tag));
    if (added.length === 0 && removed.length === 0) return { added, removed, alreadyDone: true };
    const operation = ticketTags(input.ticketId);
    const body = (tags: readonly string[], updatedStamp: string) => ({ tags, updated_stamp: updatedStamp, safe_update: "true" });
    if (added.length > 0) await changeTicket(nango, input, { method: "put", operation, body: body(added, stamp) });
    if (removed.length > 0) {
      // Our own first change has moved the stamp.
      const next = added.length > 0 ? (await readTicket(nango, input.ticketId)).stamp : stamp;
      await changeTicket(nango, input, { method: "delete", operation, body: body(removed, next) });
    }
    return { added, removed, alreadyDone: false };
  },
});
